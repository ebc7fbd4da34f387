import { OtpDelivery } from '../otp/OtpDelivery.ts'
import { OtpStartRequest, OtpVerifyRequest } from '../otp/otpEndpoints.ts'
import type { Endpoint } from '../schema/Endpoint.ts'
import type { StandardSchemaV1 } from '../schema/StandardSchema.ts'
import {
  array,
  instant,
  object,
  oneOf,
  positiveInteger,
  strictObject,
  string,
  text,
} from '../schema/schema.ts'
import { SessionEntry } from '../session/sessionEndpoints.ts'
import { SiweVerifyRequest } from '../siwe/siweEndpoints.ts'

/**
 * A way to sign in: an email address or a wallet. `id` is the address itself, or the CAIP-10 account id. If a
 * wallet has no `chainId`, the same person owns it on every chain.
 */
export const Identity = /* @__PURE__ */ object({
  id: text,
  kind: /* @__PURE__ */ oneOf('email', 'wallet'),
  'email?': text,
  'address?': text,
  'chainId?': positiveInteger,
  linkedAt: instant,
})
export type Identity = StandardSchemaV1.InferOutput<typeof Identity>

/** The answer of every call below: all ways in which the signed-in user can sign in, oldest first. */
export const IdentitiesAnswer = /* @__PURE__ */ object({
  identities: /* @__PURE__ */ array(Identity),
})
export type IdentitiesAnswer = StandardSchemaV1.InferOutput<typeof IdentitiesAnswer>

/**
 * Body of `POST /identities/remove`: the `id` of an identity, without control characters, which some databases
 * cannot compare.
 */
export const RemoveIdentityRequest = /* @__PURE__ */ strictObject({
  id: /* @__PURE__ */ string({ minLength: 3, maxLength: 254, pattern: /^[ -\uffff]*$/ }),
})
export type RemoveIdentityRequest = StandardSchemaV1.InferOutput<typeof RemoveIdentityRequest>

/** The email addresses and wallets of the signed-in user, for backends that keep their own users. */
export const identityEndpoints = {
  list: { method: 'GET', path: '/identities', answer: IdentitiesAnswer, status: 200 },
  startEmail: {
    method: 'POST',
    path: '/identities/email/start',
    request: OtpStartRequest,
    answer: OtpDelivery,
    status: 202,
  },
  verifyEmail: {
    method: 'POST',
    path: '/identities/email/verify',
    request: OtpVerifyRequest,
    answer: IdentitiesAnswer,
    status: 200,
  },
  linkWallet: {
    method: 'POST',
    path: '/identities/wallet',
    request: SiweVerifyRequest,
    answer: IdentitiesAnswer,
    status: 200,
  },
  remove: {
    method: 'POST',
    path: '/identities/remove',
    request: RemoveIdentityRequest,
    answer: IdentitiesAnswer,
    status: 200,
  },
} as const satisfies Record<string, Endpoint>

/**
 * Everything that is stored about the signed-in user. `subject` is the same pseudonym as in their sessions. The
 * app's id of the user is not included, because it stays on the server.
 */
export const AccountAnswer = /* @__PURE__ */ object({
  subject: text,
  createdAt: instant,
  identities: /* @__PURE__ */ array(Identity),
  sessions: /* @__PURE__ */ array(SessionEntry),
})
export type AccountAnswer = StandardSchemaV1.InferOutput<typeof AccountAnswer>

/** The signed-in user's account as a whole. */
export const accountEndpoints = {
  export: { method: 'GET', path: '/account', answer: AccountAnswer, status: 200 },
  delete: { method: 'DELETE', path: '/account', status: 204 },
} as const satisfies Record<string, Endpoint>
