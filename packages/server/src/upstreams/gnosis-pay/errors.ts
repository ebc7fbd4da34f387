import type { AuthError } from '@kit/core'
import type { UpstreamAnswer } from '../createUpstreamFetch.ts'
import { classifyFailure, isPage, readWords, refused } from '../readAnswer.ts'

/*
 * Error bodies have the form `{error}`, `{message}`, `{error: {…}}` or plain text. The functions search the
 * whole text, so that other forms work as well.
 */

/** Classifies failures of the call that returns a nonce. */
export function classifyNonceFailure(answer: UpstreamAnswer): AuthError {
  return classifyFailure(answer, { 401: 'upstream_unavailable', 403: 'upstream_blocked' })
}

/**
 * Classifies failures of `POST /auth/challenge`. A 403 has two meanings: the API does not know the domain, or
 * the firewall in front of the API refused a loopback host, often with an HTML page.
 */
export function classifyChallengeFailure(answer: UpstreamAnswer): AuthError {
  const words = readWords(answer)
  if (answer.status === 403) {
    const isDomain = !isPage(answer) && /domain/i.test(words)
    return refused(isDomain ? 'upstream_domain_not_allowed' : 'upstream_blocked', answer)
  }
  if (answer.status === 401 && !isPage(answer)) {
    if (/nonce/i.test(words)) return refused('nonce_invalid', answer)
    if (/expired/i.test(words)) return refused('siwe_expired', answer)
  }
  return classifyFailure(answer, {
    400: 'message_refused',
    401: 'signature_rejected',
    404: 'account_not_found',
    422: 'message_refused',
  })
}

/**
 * Classifies failures of `POST /auth/signup/otp`. This request contains no code, so no failure means a wrong
 * code.
 */
export function classifySignUpCodeFailure(answer: UpstreamAnswer): AuthError {
  return classifyFailure(answer, {
    400: 'invalid_request',
    401: 'session_expired',
    403: 'upstream_blocked',
    409: 'registration_conflict',
    422: 'invalid_request',
  })
}

/** Classifies failures of `POST /auth/signup`. A 401 refers to the code, unless its text mentions the token. */
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
