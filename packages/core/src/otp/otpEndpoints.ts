import * as v from 'valibot'
import type { Endpoint } from '../contract/Endpoint.ts'
import { SignedInAnswer } from '../session/sessionEndpoints.ts'
import { OtpDelivery } from './OtpDelivery.ts'

/** Body of `POST /otp/start`: what the user typed, an e-mail address of at most 254 characters. */
export const OtpStartRequest = /* @__PURE__ */ v.strictObject({
  identifier: /* @__PURE__ */ v.pipe(
    /* @__PURE__ */ v.string(),
    /* @__PURE__ */ v.minLength(3),
    /* @__PURE__ */ v.maxLength(254),
  ),
})
export type OtpStartRequest = v.InferOutput<typeof OtpStartRequest>

/** Body of `POST /otp/verify`: the code in ASCII letters and digits, 4 to 12 of them. */
export const OtpVerifyRequest = /* @__PURE__ */ v.strictObject({
  code: /* @__PURE__ */ v.pipe(
    /* @__PURE__ */ v.string(),
    /* @__PURE__ */ v.regex(/^[0-9A-Za-z]{4,12}$/),
  ),
})
export type OtpVerifyRequest = v.InferOutput<typeof OtpVerifyRequest>

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
