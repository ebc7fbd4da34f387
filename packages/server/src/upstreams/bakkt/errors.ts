import type { AuthError } from '@kit/core'
import { problem } from '../../problem.ts'
import type { UpstreamAnswer } from '../createUpstreamFetch.ts'
import { classifyFailure, isPage, readWords } from '../readAnswer.ts'

/**
 * Failures of `POST /auth/login` with a signed message. The words come first: the predecessor's error
 * bodies name what no status alone says, and which status they come with is not documented.
 */
export function classifyLoginFailure(answer: UpstreamAnswer): AuthError {
  if (!isPage(answer) && /nonce is already in use/i.test(readWords(answer)))
    return problem('nonce_invalid')
  if (isUnknownUser(answer)) return problem('account_not_found')
  return classifyFailure(answer, {
    400: 'message_refused',
    401: 'signature_rejected',
    403: 'upstream_key_rejected',
    404: 'account_not_found',
  })
}

/** Whether Bakkt has no such user: 404 today, and before it words alone. */
export function isUnknownUser(answer: UpstreamAnswer): boolean {
  if (isPage(answer)) return false
  return answer.status === 404 || /user not found/i.test(readWords(answer))
}

/** Failures of the call that has a code sent. */
export function classifyOtpStartFailure(answer: UpstreamAnswer): AuthError {
  return classifyFailure(answer, { 401: 'upstream_key_rejected', 403: 'upstream_key_rejected' })
}

/** Failures of `POST /auth/otp/`. An unknown user and a wrong code look alike. */
export function classifyOtpFailure(answer: UpstreamAnswer): AuthError {
  return classifyFailure(answer, {
    400: 'otp_invalid',
    401: 'otp_invalid',
    403: 'upstream_key_rejected',
    404: 'otp_invalid',
  })
}
