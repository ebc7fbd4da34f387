import { problems } from '../../errors/problems.ts'
import type { ProblemCode } from '../../errors/recoveries.ts'
import { header } from './header.ts'

/** An answer for each status, with the codes that it may carry. */
export function createProblems(codes: readonly ProblemCode[]): Record<string, object> {
  const byStatus = new Map<number, ProblemCode[]>()
  for (const code of [...codes].sort()) {
    const { status } = problems[code]
    byStatus.set(status, [...(byStatus.get(status) ?? []), code])
  }
  return Object.fromEntries(
    [...byStatus].map(([status, group]) => [
      status,
      {
        description: group.map((code) => `\`${code}\`: ${problems[code].detail}`).join('\n\n'),
        ...(status === 429 || status === 503
          ? { headers: { 'Retry-After': header('RetryAfter') } }
          : {}),
        content: {
          'application/problem+json': {
            schema: {
              allOf: [{ $ref: '#/components/schemas/ProblemDetails' }],
              properties: { code: { enum: group } },
            },
          },
        },
      },
    ]),
  )
}
