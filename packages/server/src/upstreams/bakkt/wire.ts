import * as v from 'valibot'

/** Answer of `POST /auth/login` with a signed message. Further members are tolerated. */
export const LoginAnswer = v.object({
  bakkt_session_id: v.pipe(v.string(), v.minLength(1)),
  user_uuid: v.pipe(v.string(), v.minLength(1)),
})

/** Answer of `POST /auth/otp/`; the predecessor did not repeat the user. */
export const OtpAnswer = v.object({
  bakkt_session_id: v.pipe(v.string(), v.minLength(1)),
  user_uuid: v.optional(v.string()),
})

/** Answer of `POST /user`. */
export const CreateUserAnswer = v.object({ user_uuid: v.string(), status: v.optional(v.string()) })
