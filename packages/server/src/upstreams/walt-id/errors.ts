import type { AuthError } from '@kit/core'
import { problem } from '../../problem.ts'
import type { UpstreamAnswer } from '../createUpstreamFetch.ts'
import { classifyFailure, isPage, readWords } from '../readAnswer.ts'

/**
 * Failures of a signed challenge. Since 0.16 the exception is named; before, all are one 400, and its
 * words tell them apart.
 */
export function classifySignedFailure(answer: UpstreamAnswer): AuthError {
  // Only walt.id's own refusals have words that mean something: a firewall's page may say anything.
  if ((answer.status === 400 || answer.status === 401) && !isPage(answer)) {
    const words = readWords(answer)
    if (/InvalidChallenge|nonce was supplied/i.test(words)) return problem('nonce_invalid')
    if (/ExpiredToken|token expired/i.test(words)) return problem('challenge_expired')
  }
  return classifyFailure(answer, {
    400: 'signature_rejected',
    401: 'signature_rejected',
    403: 'upstream_blocked',
    404: 'method_not_offered',
    405: 'method_not_offered',
  })
}

/** Failures of the call that gives a challenge. It takes no credential that could be refused. */
export function classifyChallengeFailure(answer: UpstreamAnswer): AuthError {
  return classifyFailure(answer, {
    401: 'upstream_blocked',
    403: 'upstream_blocked',
    404: 'method_not_offered',
    405: 'method_not_offered',
  })
}
