import { type Endpoint, withRequest } from '../contract/Endpoint.ts'
import type { StandardSchemaV1 } from '../contract/StandardSchema.ts'
import { positiveInteger, strictObject, string } from '../contract/schema.ts'
import { SignedInAnswer } from '../session/sessionEndpoints.ts'
import { Challenge } from './Challenge.ts'

const Address = /* @__PURE__ */ string({ pattern: /^0x[0-9a-fA-F]{40}$/ })

/** Body of `POST /siwe/challenge`; both members may be absent while no wallet is connected. */
export const SiweChallengeRequest = /* @__PURE__ */ strictObject({
  'address?': Address,
  'chainId?': positiveInteger,
})
export type SiweChallengeRequest = StandardSchemaV1.InferOutput<typeof SiweChallengeRequest>

/**
 * Body of `POST /siwe/verify`: the exact text that was signed, at most 4 KiB; signature at most 8 KiB. An
 * empty one, `0x`, is what a contract account gives that approved the text on its chain (ERC-1271).
 */
export const SiweVerifyRequest = /* @__PURE__ */ strictObject({
  message: /* @__PURE__ */ string({ minLength: 1, maxLength: 4096 }),
  signature: /* @__PURE__ */ string({ maxLength: 16386, pattern: /^0x(?:[0-9a-fA-F]{2})*$/ }),
  address: Address,
  'chainId?': positiveInteger,
})
export type SiweVerifyRequest = StandardSchemaV1.InferOutput<typeof SiweVerifyRequest>

/** `POST /siwe/challenge` without the schema of what is sent, which the client leaves to the backend. */
export const siweChallenge = {
  method: 'POST',
  path: '/siwe/challenge',
  answer: Challenge,
  status: 200,
} as const satisfies Omit<Endpoint, 'request'>

/** `POST /siwe/verify` without the schema of what is sent, which the client leaves to the backend. */
export const siweVerify = {
  method: 'POST',
  path: '/siwe/verify',
  answer: SignedInAnswer,
  status: 200,
} as const satisfies Omit<Endpoint, 'request'>

/** `POST /siwe/challenge` and `POST /siwe/verify`. */
export const siweEndpoints = {
  challenge: /* @__PURE__ */ withRequest(siweChallenge, SiweChallengeRequest),
  verify: /* @__PURE__ */ withRequest(siweVerify, SiweVerifyRequest),
} as const satisfies Record<string, Endpoint>
