import type { AuthError } from '@kit/core'
import { problem } from '../../problem.ts'
import type { UpstreamAnswer } from '../createUpstreamFetch.ts'
import { classifyFailure, readWords } from '../readAnswer.ts'

/** Failures of calls that the machine makes for itself. A 400 may mean the request's signature. */
export function classifyMachineFailure(answer: UpstreamAnswer): AuthError {
  if (answer.status === 400 && /signature|digest/i.test(readWords(answer)))
    return problem('upstream_key_rejected')
  return classifyFailure(answer, {
    400: 'upstream_invalid_answer',
    401: 'upstream_key_rejected',
    403: 'upstream_key_rejected',
    422: 'upstream_invalid_answer',
  })
}

/** Failures of `POST /v1/customers`. A 409 has two meanings: an operation in flight, or a customer that exists. */
export function classifyCustomerFailure(answer: UpstreamAnswer): AuthError {
  if (isInFlight(answer)) return problem('upstream_unavailable')
  if (answer.status === 409) return problem('registration_conflict')
  return classifyMachineFailure(answer)
}

/** Failures of a signed challenge. The challenge is used up by them. */
export function classifySignFailure(answer: UpstreamAnswer): AuthError {
  if (isInFlight(answer)) return problem('upstream_unavailable')
  if (answer.status === 400 && /required signature|digest/i.test(readWords(answer)))
    return problem('upstream_key_rejected')
  return classifyFailure(answer, {
    400: 'signature_rejected',
    401: 'signature_rejected',
    403: 'upstream_key_rejected',
    404: 'account_not_found',
    409: 'nonce_invalid',
    422: 'signature_rejected',
  })
}

/** Whether the operation of this key is still running: one of the two meanings of 409. */
export function isInFlight(answer: UpstreamAnswer): boolean {
  return answer.status === 409 && /idempotency|concurren/i.test(readWords(answer))
}
