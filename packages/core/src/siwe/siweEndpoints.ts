import * as v from 'valibot'
import type { Endpoint } from '../contract/Endpoint.ts'
import { SignedInAnswer } from '../session/sessionEndpoints.ts'
import { Challenge } from './Challenge.ts'

const Address = /* @__PURE__ */ v.pipe(
  /* @__PURE__ */ v.string(),
  /* @__PURE__ */ v.regex(/^0x[0-9a-fA-F]{40}$/),
)
const ChainId = /* @__PURE__ */ v.pipe(
  /* @__PURE__ */ v.number(),
  /* @__PURE__ */ v.safeInteger(),
  /* @__PURE__ */ v.minValue(1),
)

/** Body of `POST /siwe/challenge`; both members may be absent while no wallet is connected. */
export const SiweChallengeRequest = /* @__PURE__ */ v.strictObject({
  address: /* @__PURE__ */ v.optional(Address),
  chainId: /* @__PURE__ */ v.optional(ChainId),
})
export type SiweChallengeRequest = v.InferOutput<typeof SiweChallengeRequest>

/** Body of `POST /siwe/verify`: the exact text that was signed, at most 4 KiB; signature at most 8 KiB. */
export const SiweVerifyRequest = /* @__PURE__ */ v.strictObject({
  message: /* @__PURE__ */ v.pipe(
    /* @__PURE__ */ v.string(),
    /* @__PURE__ */ v.minLength(1),
    /* @__PURE__ */ v.maxLength(4096),
  ),
  signature: /* @__PURE__ */ v.pipe(
    /* @__PURE__ */ v.string(),
    /* @__PURE__ */ v.maxLength(16386),
    /* @__PURE__ */ v.regex(/^0x(?:[0-9a-fA-F]{2})+$/),
  ),
  address: Address,
  chainId: /* @__PURE__ */ v.optional(ChainId),
})
export type SiweVerifyRequest = v.InferOutput<typeof SiweVerifyRequest>

/** `POST /siwe/challenge` and `POST /siwe/verify`. */
export const siweEndpoints = {
  challenge: {
    method: 'POST',
    path: '/siwe/challenge',
    request: SiweChallengeRequest,
    answer: Challenge,
    status: 200,
  },
  verify: {
    method: 'POST',
    path: '/siwe/verify',
    request: SiweVerifyRequest,
    answer: SignedInAnswer,
    status: 200,
  },
} as const satisfies Record<string, Endpoint>
