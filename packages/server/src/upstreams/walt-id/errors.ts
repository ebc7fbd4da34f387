import type { AuthError } from '@kit/core'
import type { UpstreamAnswer } from '../createUpstreamFetch.ts'
import { classifyFailure, isPage, readWords, refused } from '../readAnswer.ts'

/**
 * Failures of a signed challenge. Since 0.16 they contain the exception's name. Before, all are 400, and only
 * the text tells them apart.
 */
export function classifySignedFailure(answer: UpstreamAnswer): AuthError {
  // Only walt.id's refusals have meaningful texts: a firewall's page may contain anything.
  if ((answer.status === 400 || answer.status === 401) && !isPage(answer)) {
    const words = readWords(answer)
    if (/InvalidChallenge|nonce was supplied/i.test(words)) return refused('nonce_invalid', answer)
    if (/ExpiredToken|token expired/i.test(words)) return refused('challenge_expired', answer)
  }
  return classifyFailure(answer, {
    400: 'signature_rejected',
    401: 'signature_rejected',
    403: 'upstream_blocked',
    // Newer versions answer this for a wallet without an account if they do not register wallets.
    404: hasNoAccount(answer) ? 'account_not_found' : 'method_not_offered',
    405: 'method_not_offered',
  })
}

function hasNoAccount(answer: UpstreamAnswer): boolean {
  return !isPage(answer) && /AccountNotFound/.test(readWords(answer))
}

/** Failures of the call that returns a challenge. It sends no credential that could be refused. */
export function classifyChallengeFailure(answer: UpstreamAnswer): AuthError {
  return classifyFailure(answer, {
    401: 'upstream_blocked',
    403: 'upstream_blocked',
    404: 'method_not_offered',
    405: 'method_not_offered',
  })
}
