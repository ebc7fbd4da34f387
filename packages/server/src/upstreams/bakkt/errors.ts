import type { AuthError } from '@kit/core'
import type { UpstreamAnswer } from '../createUpstreamFetch.ts'
import { classifyFailure, isPage, readWords, refused } from '../readAnswer.ts'

/**
 * Failures of `POST /auth/login` with a signed message. The text is checked first: it says what the
 * predecessor's status does not, and the status that comes with it is not documented.
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

/** Whether Bakkt does not know the user: 404 today, earlier just a text. */
export function isUnknownUser(answer: UpstreamAnswer): boolean {
  if (isPage(answer)) return false
  return answer.status === 404 || /user not found/i.test(readWords(answer))
}

/**
 * Failures of the call that sends a code. Bakkt says that too many of them for one user fail with 429 or in
 * general: a general failure after several calls counts as a limit, not as an outage.
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

/** Failures of `POST /auth/otp/`. An unknown user and a wrong code give the same answer. */
export function classifyOtpFailure(answer: UpstreamAnswer): AuthError {
  return classifyFailure(answer, {
    400: 'otp_invalid',
    401: 'otp_invalid',
    403: 'upstream_key_rejected',
    404: 'otp_invalid',
  })
}

/** Failures of `POST /user`. An email address or a wallet that another user has is a 409, or a 400 that says so. */
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
