import type { StandardSchemaV1 } from '../schema/StandardSchema.ts'
import { array, object, oneOf, positiveInteger, text, variant } from '../schema/schema.ts'

/** The EIP-4361 fields that the backend decides; the browser adds `address` and `chainId`. */
export const SiweFields = /* @__PURE__ */ object({
  'scheme?': text,
  domain: text,
  'statement?': text,
  uri: text,
  version: /* @__PURE__ */ oneOf('1'),
  nonce: text,
  issuedAt: text,
  'expirationTime?': text,
  'notBefore?': text,
  'requestId?': text,
  'resources?': /* @__PURE__ */ array(text),
})
export type SiweFields = StandardSchemaV1.InferOutput<typeof SiweFields>

/**
 * What the user must sign: EIP-4361 fields that the browser completes with account and chain, or a
 * finished text that the upstream wrote and that is signed unchanged.
 *
 * `expiresAt` (ISO 8601) is when the backend stops accepting the answer. `chainIds` limits the chains.
 */
export const Challenge = /* @__PURE__ */ variant(
  'format',
  /* @__PURE__ */ object({
    format: /* @__PURE__ */ oneOf('eip4361'),
    fields: SiweFields,
    'chainIds?': /* @__PURE__ */ array(positiveInteger),
    expiresAt: text,
  }),
  /* @__PURE__ */ object({
    format: /* @__PURE__ */ oneOf('text'),
    message: text,
    expiresAt: text,
  }),
)
export type Challenge = StandardSchemaV1.InferOutput<typeof Challenge>
