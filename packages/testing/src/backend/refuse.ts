import { AuthError, type ProblemCode, type ProblemDetails } from '@kit/core'
import { problems } from '@kit/core/problems'

/** Creates a problem response. */
export function refuse(
  code: ProblemCode,
  members: Partial<ProblemDetails> = {},
  { status }: { status: number } = problems[code],
): Response {
  const { retryAfterSeconds } = members
  return Response.json(
    { ...new AuthError(code, { status }).toProblem(), ...members },
    {
      status,
      headers: {
        'content-type': 'application/problem+json',
        ...(retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) }),
      },
    },
  )
}
