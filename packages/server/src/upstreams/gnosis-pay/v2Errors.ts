import type { AuthError } from '@kit/core'
import type { UpstreamAnswer } from '../createUpstreamFetch.ts'
import { classifyFailure, isPage, readWords, refused } from '../readAnswer.ts'

/*
 * The documentation shows only successful answers. Failures contain a code in upper case, such as
 * `INVALID_OTP`, in various members, so the functions search the whole text for it.
 */

/** Classifies failures of the call that writes the message. */
export function classifyMessageFailure(answer: UpstreamAnswer): AuthError {
  return classifyFailure(answer, {
    400: 'upstream_domain_not_allowed',
    401: 'upstream_blocked',
    403: 'upstream_domain_not_allowed',
    404: 'method_not_offered',
    422: 'upstream_domain_not_allowed',
  })
}

/** Classifies failures of the call that verifies the signed message. */
export function classifySignedFailure(answer: UpstreamAnswer): AuthError {
  const words = isPage(answer) ? '' : readWords(answer)
  if (answer.status < 429 && /domain|whitelist|allow-?list/i.test(words))
    return refused('upstream_domain_not_allowed', answer)
  if (answer.status < 429 && /nonce|expired/i.test(words)) return refused('nonce_invalid', answer)
  return classifyFailure(answer, {
    400: 'signature_rejected',
    401: 'signature_rejected',
    403: 'upstream_blocked',
    422: 'message_refused',
  })
}

/**
 * Classifies failures of `POST /email-verification`. This request contains no code, so no failure means a wrong
 * code.
 */
export function classifyV2SignUpCodeFailure(answer: UpstreamAnswer): AuthError {
  // Other routes document this failure as 422 `…_RESEND_TOO_SOON`.
  if (answer.status === 422 && /TOO_SOON/.test(readWords(answer)))
    return refused('upstream_rate_limited', answer, { retryAfterSeconds: 60 })
  return classifyFailure(answer, {
    400: 'invalid_request',
    401: 'session_expired',
    403: 'upstream_blocked',
    409: 'registration_conflict',
    422: 'invalid_request',
  })
}

/** Classifies failures of `POST /user`. */
export function classifyV2SignUpFailure(answer: UpstreamAnswer): AuthError {
  const words = isPage(answer) ? '' : readWords(answer)
  const isCode = answer.status < 429 && answer.status !== 409 && /otp|code|one-time/i.test(words)
  if (isCode && /invalid|expired|wrong|incorrect/i.test(words))
    return refused('otp_invalid', answer)
  return classifyFailure(answer, {
    400: 'invalid_request',
    401: 'session_expired',
    403: 'upstream_blocked',
    404: 'otp_invalid',
    409: 'registration_conflict',
    422: 'invalid_request',
  })
}
