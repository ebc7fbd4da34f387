import { AuthError } from '../errors/AuthError.ts'
import { ProblemDetails } from '../errors/ProblemDetails.ts'
import { findIssue } from '../schema/findIssue.ts'

/**
 * Turns an unsuccessful answer into a typed error, whatever its body is: a proxy's page, nothing at all, or a
 * code of a later version.
 */
export function readProblem({ status, headers }: Response, text: string): AuthError {
  const problem = tryToReadJson(text)
  const retryAfterSeconds = readRetryAfter(headers)
  const known =
    findIssue(ProblemDetails, problem) === undefined
      ? AuthError.fromProblem({ retryAfterSeconds, ...(problem as ProblemDetails) })
      : undefined
  if (known !== undefined) return known
  const message = `The backend answered ${status} with a body that does not follow the contract.`
  if (status === 429) return new AuthError('rate_limited', { status, message, retryAfterSeconds })
  return new AuthError(status >= 500 ? 'upstream_unavailable' : 'invalid_answer', {
    status,
    message,
    retryAfterSeconds,
  })
}

function tryToReadJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/**
 * Reads a `Retry-After` header in whole seconds. If it is a date, it is compared with the answer's `Date`
 * header.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc9110#field.retry-after}
 */
function readRetryAfter(headers: Headers): number | undefined {
  const value = headers.get('retry-after') ?? ''
  if (/^\d{1,9}$/.test(value)) return Number(value)
  if (!value.endsWith('GMT')) return undefined
  const now = Date.parse(headers.get('date') ?? '') || Date.now()
  const waitMs = Date.parse(value) - now
  return Number.isNaN(waitMs) ? undefined : Math.max(0, Math.ceil(waitMs / 1000))
}
