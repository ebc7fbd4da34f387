import type { AuthError } from '@kit/core'
import { problem } from '../../problem.ts'
import type { UpstreamAnswer } from '../createUpstreamFetch.ts'
import { classifyFailure, readWords } from '../readAnswer.ts'

/**
 * Failures of `POST /auth/login` with a signed message. The words come first: the predecessor's error
 * bodies name what a 400 alone does not say.
 */
export function classifyLoginFailure(answer: UpstreamAnswer): AuthError {
  const words = readWords(answer)
  if (answer.status === 400 && words.includes('nonce is already in use'))
    return problem('nonce_invalid')
  if (answer.status === 400 && words.includes('User not found')) return problem('account_not_found')
  return classifyFailure(answer, {
    400: 'message_refused',
    401: 'signature_rejected',
    403: 'upstream_key_rejected',
    404: 'account_not_found',
  })
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
