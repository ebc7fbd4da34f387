import type { AuthError } from '@kit/core'
import { problem } from '../../problem.ts'
import type { UpstreamAnswer } from '../createUpstreamFetch.ts'
import { classifyFailure, readWords } from '../readAnswer.ts'

/**
 * Failures of both exchanges. A 500 is how BitBadges answers whatever throws, also what the caller did
 * wrong: its words tell a used code from a wrong secret.
 */
export function classifyExchangeFailure(answer: UpstreamAnswer): AuthError {
  const words = readWords(answer)
  if (/client secret|client ID|API key|not the owner/i.test(words))
    return problem('upstream_key_rejected')
  if (/redirect URI/i.test(words)) return problem('upstream_domain_not_allowed')
  if (answer.status === 500 && /not found|already used|too old|invalid refresh/i.test(words))
    return problem('redirect_state_invalid')
  return classifyFailure(answer, {
    400: 'message_refused',
    401: 'message_refused',
    403: 'upstream_key_rejected',
  })
}
