import type { AuthError } from '@kit/core'
import type { UpstreamAnswer } from '../createUpstreamFetch.ts'
import { classifyFailure, isPage, readWords, refused } from '../readAnswer.ts'

/**
 * Classifies failures of `POST /auth/login` with a signed message. The text is checked first, because it is
 * more precise than the status of the earlier API, and the current API does not document the status.
 */
export function classifyLoginFailure(answer: UpstreamAnswer): AuthError {
  if (!isPage(answer) && /nonce is already in use/i.test(readWords(answer)))
    return refused('nonce_invalid', answer)
  if (isUnknownUser(answer)) return refused('account_not_found', answer)
  return classifyFailure(answer, {
    400: 'message_refused',
    401: 'signature_rejected',
    403: 'upstream_key_rejected',
    404: 'account_not_found',
  })
}

/** Whether Bakkt does not know the user. The current API answers 404, and the earlier one only a text. */
export function isUnknownUser(answer: UpstreamAnswer): boolean {
  if (isPage(answer)) return false
  return answer.status === 404 || /user not found/i.test(readWords(answer))
}

/**
 * Classifies failures of the call that sends a code. According to Bakkt, too many calls for one user fail with
 * 429 or with a general error. So a general error after several calls is treated as a rate limit, not as an
 * outage.
 *
 * @param options.isRepeated - whether a code was sent to this user several times in the last minutes.
 */
export function classifyOtpStartFailure(
  answer: UpstreamAnswer,
  { isRepeated }: { isRepeated: boolean },
): AuthError {
  const { status } = answer
  const isGeneral = status >= 500 || (status >= 400 && ![401, 403].includes(status))
  if (isRepeated && isGeneral && status !== 429 && !isPage(answer))
    return refused('upstream_rate_limited', answer, { retryAfterSeconds: 60 })
  return classifyFailure(answer, { 401: 'upstream_key_rejected', 403: 'upstream_key_rejected' })
}

/** Classifies failures of `POST /auth/otp/`. Bakkt gives the same answer for an unknown user and a wrong code. */
export function classifyOtpFailure(answer: UpstreamAnswer): AuthError {
  return classifyFailure(answer, {
    400: 'otp_invalid',
    401: 'otp_invalid',
    403: 'upstream_key_rejected',
    404: 'otp_invalid',
  })
}

/**
 * Classifies failures of `POST /user`. If another user has the email address or wallet, Bakkt answers 409, or
 * 400 with a text that says so.
 */
export function classifyCreateFailure(answer: UpstreamAnswer): AuthError {
  const isTaken = /already|exists|in use|taken|unique|duplicate/i
  if (answer.status === 400 && !isPage(answer) && isTaken.test(readWords(answer)))
    return refused('registration_conflict', answer)
  return classifyFailure(answer, {
    400: 'invalid_request',
    401: 'upstream_key_rejected',
    403: 'upstream_key_rejected',
    409: 'registration_conflict',
    422: 'invalid_request',
  })
}
