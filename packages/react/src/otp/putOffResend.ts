import type { AuthError, OtpDelivery } from '@kit/core'

/** Delays `resendAt` if the server's error asks for a longer pause. */
export function putOffResend<state extends { readonly delivery: OtpDelivery | undefined }>(
  state: state,
  { retryAfterSeconds }: AuthError,
  now: number,
): state {
  const { delivery } = state
  if (retryAfterSeconds === undefined || delivery === undefined) return state
  const resendAt = Math.max(Date.parse(delivery.resendAt), now + retryAfterSeconds * 1000)
  return { ...state, delivery: { ...delivery, resendAt: new Date(resendAt).toISOString() } }
}
