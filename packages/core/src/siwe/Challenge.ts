import * as v from 'valibot'

/** The EIP-4361 fields that the backend decides; the browser adds `address` and `chainId`. */
export const SiweFields = /* @__PURE__ */ v.object({
  scheme: /* @__PURE__ */ v.optional(/* @__PURE__ */ v.string()),
  domain: /* @__PURE__ */ v.string(),
  statement: /* @__PURE__ */ v.optional(/* @__PURE__ */ v.string()),
  uri: /* @__PURE__ */ v.string(),
  version: /* @__PURE__ */ v.literal('1'),
  nonce: /* @__PURE__ */ v.string(),
  issuedAt: /* @__PURE__ */ v.string(),
  expirationTime: /* @__PURE__ */ v.optional(/* @__PURE__ */ v.string()),
  notBefore: /* @__PURE__ */ v.optional(/* @__PURE__ */ v.string()),
  requestId: /* @__PURE__ */ v.optional(/* @__PURE__ */ v.string()),
  resources: /* @__PURE__ */ v.optional(/* @__PURE__ */ v.array(/* @__PURE__ */ v.string())),
})
export type SiweFields = v.InferOutput<typeof SiweFields>

/**
 * What the user must sign: EIP-4361 fields that the browser completes with account and chain, or a
 * finished text that the upstream wrote and that is signed as it is.
 *
 * `expiresAt` (ISO 8601) is when the backend stops accepting the answer. `chainIds` limits the chains.
 */
export const Challenge = /* @__PURE__ */ v.variant('format', [
  /* @__PURE__ */ v.object({
    format: /* @__PURE__ */ v.literal('eip4361'),
    fields: SiweFields,
    chainIds: /* @__PURE__ */ v.optional(/* @__PURE__ */ v.array(/* @__PURE__ */ v.number())),
    expiresAt: /* @__PURE__ */ v.string(),
  }),
  /* @__PURE__ */ v.object({
    format: /* @__PURE__ */ v.literal('text'),
    message: /* @__PURE__ */ v.string(),
    expiresAt: /* @__PURE__ */ v.string(),
  }),
])
export type Challenge = v.InferOutput<typeof Challenge>
