import type { ProblemCode, ProblemDetails } from '@kit/core'
import { getErrorPage } from '@kit/core/internal/errors/docsUrl'
import { problems } from '@kit/core/problems'

/** Creates a problem response. */
export function refuse(
  code: ProblemCode,
  members: Partial<ProblemDetails> = {},
  { status }: { status: number } = problems[code],
): Response {
  const { retryAfterSeconds } = members
  return Response.json(
    { type: getErrorPage(code), title: code, status, code, ...members },
    {
      status,
      headers: {
        'content-type': 'application/problem+json',
        ...(retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) }),
      },
    },
  )
}
