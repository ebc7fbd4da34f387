import type { AuthError } from '@kit/core'
import { problem } from '../../problem.ts'
import type { UpstreamAnswer } from '../createUpstreamFetch.ts'
import { classifyFailure, isPage, readWords } from '../readAnswer.ts'

/** Failures of the call that gives a nonce. */
export function classifyNonceFailure(answer: UpstreamAnswer): AuthError {
  return classifyFailure(answer, { 401: 'upstream_unavailable', 403: 'upstream_blocked' })
}

/**
 * Failures of `POST /auth/challenge`. Two different 403: the API does not know the domain, or the
 * firewall in front of it saw a loopback host and answered for it, often with a page.
 */
export function classifyChallengeFailure(answer: UpstreamAnswer): AuthError {
  if (answer.status === 403) {
    const isDomain = !isPage(answer) && /domain/i.test(readWords(answer))
    return problem(isDomain ? 'upstream_domain_not_allowed' : 'upstream_blocked')
  }
  if (answer.status === 401 && /nonce/i.test(readWords(answer))) return problem('nonce_invalid')
  return classifyFailure(answer, {
    400: 'message_refused',
    401: 'signature_rejected',
    404: 'account_not_found',
    422: 'message_refused',
  })
}

/** Failures of the sign-up. */
export function classifySignUpFailure(answer: UpstreamAnswer): AuthError {
  return classifyFailure(answer, {
    400: 'invalid_request',
    401: 'otp_invalid',
    409: 'registration_conflict',
    422: 'invalid_request',
  })
}
