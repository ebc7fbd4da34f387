import { CodedError } from './CodedError.ts'
import type { ProblemDetails } from './ProblemDetails.ts'
import { findRecovery, type ProblemCode } from './recoveries.ts'

/** The error of a problem document; `undefined` when its code is unknown. */
export function fromProblem(problem: ProblemDetails): CodedError | undefined {
  const { code, title, detail, status } = problem
  const recovery = findRecovery(code)
  if (recovery === undefined) return undefined
  const { retryAfterSeconds, attemptsLeft, supportContact, requestId } = problem
  // A code that has a recovery is one of the list.
  return new CodedError(code as ProblemCode, recovery, {
    message: detail ?? title,
    status,
    retryAfterSeconds,
    attemptsLeft,
    supportContact,
    requestId,
  })
}
