import { AuthError, type ProblemCode } from '@kit/core'
import { problems } from '@kit/core/problems'

/**
 * Creates the error for a code, with the status and the texts from the table of problems.
 *
 * @example
 * throw problem('rate_limited', { retryAfterSeconds: 30 })
 */
export function problem(code: ProblemCode, options: problem.Options = {}): AuthError {
  const { status, title } = problems[code]
  return new AuthError(code, { status: status === 0 ? 500 : status, message: title, ...options })
}

export declare namespace problem {
  type Options = Omit<AuthError.Options, 'status'>
}
