import type { Endpoint } from '../schema/Endpoint.ts'
import type { StandardSchemaV1 } from '../schema/StandardSchema.ts'
import { positiveInteger, strictObject, string } from '../schema/schema.ts'
import { SignedInAnswer } from '../session/sessionEndpoints.ts'
import { Challenge } from './Challenge.ts'

const Address = /* @__PURE__ */ string({ pattern: /^0x[0-9a-fA-F]{40}$/ })

/** Body of `POST /siwe/challenge`. Both members may be absent while no wallet is connected. */
export const SiweChallengeRequest = /* @__PURE__ */ strictObject({
  'address?': Address,
  'chainId?': positiveInteger,
})
export type SiweChallengeRequest = StandardSchemaV1.InferOutput<typeof SiweChallengeRequest>

/**
 * Body of `POST /siwe/verify`: the exact text that was signed, at most 4 KiB, and a signature of at most 8
 * KiB. A contract account that approved the text on its chain gives an empty signature, `0x` (ERC-1271).
 */
export const SiweVerifyRequest = /* @__PURE__ */ strictObject({
  message: /* @__PURE__ */ string({ minLength: 1, maxLength: 4096 }),
  signature: /* @__PURE__ */ string({ maxLength: 16386, pattern: /^0x(?:[0-9a-fA-F]{2})*$/ }),
  address: Address,
  'chainId?': positiveInteger,
})
export type SiweVerifyRequest = StandardSchemaV1.InferOutput<typeof SiweVerifyRequest>

/** `POST /siwe/challenge` and `POST /siwe/verify`. */
export const siweEndpoints = {
  challenge: {
    method: 'POST',
    path: '/siwe/challenge',
    request: SiweChallengeRequest,
    answer: Challenge,
    status: 200,
    // The answer to a prefetch if the upstream needs the account first.
    emptyStatus: 204,
  },
  verify: {
    method: 'POST',
    path: '/siwe/verify',
    request: SiweVerifyRequest,
    answer: SignedInAnswer,
    status: 200,
  },
} as const satisfies Record<string, Endpoint>
