import type { Endpoint } from '../schema/Endpoint.ts'
import type { StandardSchemaV1 } from '../schema/StandardSchema.ts'
import { strictObject, string } from '../schema/schema.ts'
import { SignedInAnswer } from '../session/sessionEndpoints.ts'
import { OtpDelivery } from './OtpDelivery.ts'

/** Body of `POST /otp/start`: the email address that the user typed, at most 254 characters. */
export const OtpStartRequest = /* @__PURE__ */ strictObject({
  identifier: /* @__PURE__ */ string({ minLength: 3, maxLength: 254 }),
})
export type OtpStartRequest = StandardSchemaV1.InferOutput<typeof OtpStartRequest>

/** Body of `POST /otp/verify`: the code, 4 to 12 ASCII letters and digits. */
export const OtpVerifyRequest = /* @__PURE__ */ strictObject({
  code: /* @__PURE__ */ string({ pattern: /^[0-9A-Za-z]{4,12}$/ }),
})
export type OtpVerifyRequest = StandardSchemaV1.InferOutput<typeof OtpVerifyRequest>

/** `POST /otp/start` and `POST /otp/verify`. */
export const otpEndpoints = {
  start: {
    method: 'POST',
    path: '/otp/start',
    request: OtpStartRequest,
    answer: OtpDelivery,
    status: 202,
  },
  verify: {
    method: 'POST',
    path: '/otp/verify',
    request: OtpVerifyRequest,
    answer: SignedInAnswer,
    status: 200,
  },
} as const satisfies Record<string, Endpoint>
