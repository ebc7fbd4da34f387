import type { AuthError } from '@kit/core'
import { problem } from '../../problem.ts'
import type { UpstreamAnswer } from '../createUpstreamFetch.ts'
import { classifyFailure, isPage, readWords } from '../readAnswer.ts'

/*
 * The bodies come as `{error}`, `{message}`, `{error: {…}}` or plain text. Their words are looked for in
 * the text as a whole, so that a fifth shape is no surprise.
 */

/** Failures of the call that gives a nonce. */
export function classifyNonceFailure(answer: UpstreamAnswer): AuthError {
  return classifyFailure(answer, { 401: 'upstream_unavailable', 403: 'upstream_blocked' })
}

/**
 * Failures of `POST /auth/challenge`. Two different 403: the API does not know the domain, or the
 * firewall in front of it saw a loopback host and answered for it, often with a page.
 */
export function classifyChallengeFailure(answer: UpstreamAnswer): AuthError {
  const words = readWords(answer)
  if (answer.status === 403) {
    const isDomain = !isPage(answer) && /domain/i.test(words)
    return problem(isDomain ? 'upstream_domain_not_allowed' : 'upstream_blocked')
  }
  if (answer.status === 401 && !isPage(answer)) {
    if (/nonce/i.test(words)) return problem('nonce_invalid')
    if (/expired/i.test(words)) return problem('siwe_expired')
  }
  return classifyFailure(answer, {
    400: 'message_refused',
    401: 'signature_rejected',
    404: 'account_not_found',
    422: 'message_refused',
  })
}

/** Failures of `POST /auth/signup/otp`. No code is in it that could be wrong. */
export function classifySignUpCodeFailure(answer: UpstreamAnswer): AuthError {
  return classifyFailure(answer, {
    400: 'invalid_request',
    401: 'session_expired',
    403: 'upstream_blocked',
    409: 'registration_conflict',
    422: 'invalid_request',
  })
}

/** Failures of `POST /auth/signup`. A 401 means the code, unless it speaks of the token. */
export function classifySignUpFailure(answer: UpstreamAnswer): AuthError {
  const words = readWords(answer)
  const isToken = /unauthori[sz]ed|token|jwt/i.test(words) && !/otp|code|one-time/i.test(words)
  return classifyFailure(answer, {
    400: 'invalid_request',
    401: isToken ? 'session_expired' : 'otp_invalid',
    403: 'upstream_blocked',
    409: 'registration_conflict',
    422: 'invalid_request',
  })
}
