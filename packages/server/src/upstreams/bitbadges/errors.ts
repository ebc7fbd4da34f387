import type { AuthError } from '@kit/core'
import type { UpstreamAnswer } from '../createUpstreamFetch.ts'
import { classifyFailure, readWords, refused } from '../readAnswer.ts'

/**
 * Classifies failures of both exchanges. BitBadges answers 500 for every exception, including the caller's
 * mistakes, so only the text distinguishes a used code from a wrong secret.
 */
export function classifyExchangeFailure(answer: UpstreamAnswer): AuthError {
  const words = readWords(answer)
  if (/client secret|client ID|API key|not the owner/i.test(words))
    return refused('upstream_key_rejected', answer)
  if (/redirect URI/i.test(words)) return refused('upstream_domain_not_allowed', answer)
  if (answer.status === 500 && /not found|already used|too old|invalid refresh/i.test(words))
    return refused('redirect_state_invalid', answer)
  return classifyFailure(answer, {
    400: 'message_refused',
    401: 'message_refused',
    403: 'upstream_key_rejected',
  })
}
