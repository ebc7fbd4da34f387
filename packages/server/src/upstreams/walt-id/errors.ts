import type { AuthError } from '@kit/core'
import type { UpstreamAnswer } from '../createUpstreamFetch.ts'
import { classifyFailure, isPage, readWords, refused } from '../readAnswer.ts'

/**
 * Classifies failures of a signed challenge. Since 0.16 the answer contains the exception's name. In earlier
 * versions all failures are 400, and only the text distinguishes them.
 */
export function classifySignedFailure(answer: UpstreamAnswer): AuthError {
  // Reads the text only if the answer is not a firewall's HTML page, which may contain anything.
  if ((answer.status === 400 || answer.status === 401) && !isPage(answer)) {
    const words = readWords(answer)
    if (/InvalidChallenge|nonce was supplied/i.test(words)) return refused('nonce_invalid', answer)
    if (/ExpiredToken|token expired/i.test(words)) return refused('challenge_expired', answer)
  }
  return classifyFailure(answer, {
    400: 'signature_rejected',
    401: 'signature_rejected',
    403: 'upstream_blocked',
    // Newer versions answer 404 for a wallet without an account if they do not create accounts automatically.
    404: hasNoAccount(answer) ? 'account_not_found' : 'method_not_offered',
    405: 'method_not_offered',
  })
}

function hasNoAccount(answer: UpstreamAnswer): boolean {
  return !isPage(answer) && /AccountNotFound/.test(readWords(answer))
}

/**
 * Classifies failures of the call that returns a challenge. This call sends no credential, so no failure refers
 * to one.
 */
export function classifyChallengeFailure(answer: UpstreamAnswer): AuthError {
  return classifyFailure(answer, {
    401: 'upstream_blocked',
    403: 'upstream_blocked',
    404: 'method_not_offered',
    405: 'method_not_offered',
  })
}
