import type { AuthError } from '@kit/core'
import type { UpstreamAnswer } from '../createUpstreamFetch.ts'
import { classifyFailure, readWords, refused } from '../readAnswer.ts'

/** Classifies failures of calls that do not concern a customer. A 400 may refer to the request's signature. */
export function classifyMachineFailure(answer: UpstreamAnswer): AuthError {
  if (answer.status === 400 && /signature|digest/i.test(readWords(answer)))
    return refused('upstream_key_rejected', answer)
  return classifyFailure(answer, {
    400: 'upstream_invalid_answer',
    401: 'upstream_key_rejected',
    403: 'upstream_key_rejected',
    422: 'upstream_invalid_answer',
  })
}

/**
 * Classifies failures of `POST /v1/customers`. A 409 has two meanings: the operation is still running, or the
 * customer already exists.
 */
export function classifyCustomerFailure(answer: UpstreamAnswer): AuthError {
  if (isInFlight(answer)) return refused('upstream_unavailable', answer)
  if (answer.status === 409) return refused('registration_conflict', answer)
  return classifyMachineFailure(answer)
}

/** Classifies failures of a signed challenge, after which the challenge is used up. */
export function classifySignFailure(answer: UpstreamAnswer): AuthError {
  if (isInFlight(answer)) return refused('upstream_unavailable', answer)
  if (answer.status === 400 && /required signature|digest/i.test(readWords(answer)))
    return refused('upstream_key_rejected', answer)
  return classifyFailure(answer, {
    400: 'signature_rejected',
    401: 'signature_rejected',
    403: 'upstream_key_rejected',
    404: 'account_not_found',
    409: 'nonce_invalid',
    422: 'signature_rejected',
  })
}

/** Whether the operation with this key is still running, which is one of the two meanings of 409. */
export function isInFlight(answer: UpstreamAnswer): boolean {
  return answer.status === 409 && /idempotency|concurren/i.test(readWords(answer))
}
