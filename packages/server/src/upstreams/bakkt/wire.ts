import * as v from 'valibot'

/** Answer of `POST /auth/login` with a signed message. Additional members are ignored. */
export const LoginAnswer = v.object({
  bakkt_session_id: v.pipe(v.string(), v.minLength(1)),
  user_uuid: v.pipe(v.string(), v.minLength(1)),
})

/** Answer of `POST /auth/otp/`. The earlier API did not return the user. */
export const OtpAnswer = v.object({
  bakkt_session_id: v.pipe(v.string(), v.minLength(1)),
  user_uuid: v.optional(v.string()),
})

/** Answer of `POST /user`. */
export const CreateUserAnswer = v.object({ user_uuid: v.string(), status: v.optional(v.string()) })
