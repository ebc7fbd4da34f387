import type { AuthError } from '@kit/core'
import { problem } from '../../problem.ts'
import type { UpstreamAnswer } from '../createUpstreamFetch.ts'
import { classifyFailure, readWords } from '../readAnswer.ts'

/**
 * Failures of a signed challenge. Since 0.16 the exception is named; before, all are one 400. A 500 is
 * how it answers signatures that it does not foresee, such as those of contracts.
 */
export function classifySignedFailure(answer: UpstreamAnswer): AuthError {
  const words = readWords(answer)
  if (/ExpiredToken|expired/i.test(words)) return problem('challenge_expired')
  if (/InvalidChallenge|nonce was supplied/i.test(words)) return problem('nonce_invalid')
  return classifyFailure(answer, {
    400: 'signature_rejected',
    401: 'signature_rejected',
    404: 'method_not_offered',
  })
}

/** Failures of the call that gives a challenge. */
export function classifyChallengeFailure(answer: UpstreamAnswer): AuthError {
  return classifyFailure(answer, { 404: 'method_not_offered', 405: 'method_not_offered' })
}
