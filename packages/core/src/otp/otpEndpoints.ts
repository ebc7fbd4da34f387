import { type Endpoint, withRequest } from '../contract/Endpoint.ts'
import type { StandardSchemaV1 } from '../contract/StandardSchema.ts'
import { strictObject, string } from '../contract/schema.ts'
import { SignedInAnswer } from '../session/sessionEndpoints.ts'
import { OtpDelivery } from './OtpDelivery.ts'

/** Body of `POST /otp/start`: what the user typed, an e-mail address of at most 254 characters. */
export const OtpStartRequest = /* @__PURE__ */ strictObject({
  identifier: /* @__PURE__ */ string({ minLength: 3, maxLength: 254 }),
})
export type OtpStartRequest = StandardSchemaV1.InferOutput<typeof OtpStartRequest>

/** Body of `POST /otp/verify`: the code in ASCII letters and digits, 4 to 12 of them. */
export const OtpVerifyRequest = /* @__PURE__ */ strictObject({
  code: /* @__PURE__ */ string({ pattern: /^[0-9A-Za-z]{4,12}$/ }),
})
export type OtpVerifyRequest = StandardSchemaV1.InferOutput<typeof OtpVerifyRequest>

/** `POST /otp/start` without the schema of what is sent, which the client leaves to the backend. */
export const otpStart = {
  method: 'POST',
  path: '/otp/start',
  answer: OtpDelivery,
  status: 202,
} as const satisfies Omit<Endpoint, 'request'>

/** `POST /otp/verify` without the schema of what is sent, which the client leaves to the backend. */
export const otpVerify = {
  method: 'POST',
  path: '/otp/verify',
  answer: SignedInAnswer,
  status: 200,
} as const satisfies Omit<Endpoint, 'request'>

/** `POST /otp/start` and `POST /otp/verify`. */
export const otpEndpoints = {
  start: /* @__PURE__ */ withRequest(otpStart, OtpStartRequest),
  verify: /* @__PURE__ */ withRequest(otpVerify, OtpVerifyRequest),
} as const satisfies Record<string, Endpoint>
