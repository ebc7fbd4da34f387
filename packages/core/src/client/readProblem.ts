import * as v from 'valibot'
import { AuthError } from '../errors/AuthError.ts'
import { ProblemDetails } from '../errors/ProblemDetails.ts'

/**
 * The typed error of an answer that is no success. Whatever it holds — a page of a proxy, nothing, a
 * code of a later version — an {@link AuthError} comes out.
 */
export async function readProblem(response: Response): Promise<AuthError> {
  const { status } = response
  const body = await response.json().catch(() => undefined)
  const problem = v.safeParse(ProblemDetails, body)
  const known = problem.success ? AuthError.fromProblem(problem.output) : undefined
  if (known !== undefined) return known
  const message = `The backend answered ${status} in a form that is not agreed.`
  return new AuthError(status >= 500 ? 'upstream_unavailable' : 'invalid_answer', {
    status,
    message,
  })
}
