import { findIssue } from '../contract/findIssue.ts'
import type { AuthError } from '../errors/AuthError.ts'
import { CodedError } from '../errors/CodedError.ts'
import { fromProblem } from '../errors/fromProblem.ts'
import { ProblemDetails } from '../errors/ProblemDetails.ts'

/**
 * The typed error of an answer that is no success. Whatever it holds — a page of a proxy, nothing, a
 * code of a later version — an error comes out.
 */
export function readProblem({ status, headers }: Response, text: string): AuthError {
  const problem = tryToReadJson(text)
  const retryAfterSeconds = readRetryAfter(headers)
  const known =
    findIssue(ProblemDetails, problem) === undefined
      ? fromProblem({ retryAfterSeconds, ...(problem as ProblemDetails) })
      : undefined
  if (known !== undefined) return known
  const message = `The backend answered ${status} in a form that is not agreed.`
  if (status === 429)
    return new CodedError('rate_limited', 'wait', { status, message, retryAfterSeconds })
  return new CodedError(status >= 500 ? 'upstream_unavailable' : 'invalid_answer', 'retry', {
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
 * Whole seconds, from a number or from a date, held against the answer's own clock.
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
