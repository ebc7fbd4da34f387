import { getErrorPage } from '../../errors/docsUrl.ts'
import type { ProblemDetails } from '../../errors/ProblemDetails.ts'
import { type ProblemCode, problems } from '../../errors/problems.ts'
import { header } from './header.ts'

/**
 * Refers, for each status, to the response with the error codes that an operation can send. Operations with
 * the same codes share one response of the document.
 */
export function createProblems(
  operationId: string,
  codes: readonly ProblemCode[],
): Record<string, { $ref: string }> {
  const byStatus = new Map<number, ProblemCode[]>()
  for (const code of [...new Set(codes)].sort()) {
    const { status } = problems[code]
    byStatus.set(status, [...(byStatus.get(status) ?? []), code])
  }
  return Object.fromEntries(
    [...byStatus].map(([status, group]) => [
      status,
      { $ref: `#/components/responses/${nameResponse(operationId, status, group)}` },
    ]),
  )
}

/** The document's `components.responses`. It is complete once all paths have been created. */
export const responses: Record<string, object> = {}

/**
 * Names a response after its code if it has only one, such as `OriginNotAllowed`, otherwise after the first
 * operation that sends these codes.
 */
function nameResponse(operationId: string, status: number, codes: readonly ProblemCode[]): string {
  const key = codes.join(' ')
  const known = names.get(key)
  if (known !== undefined) return known
  const [first] = codes
  if (first === undefined) throw new Error(`${operationId} has no codes for ${status}.`)
  const name = codes.length === 1 ? toPascalCase(first) : `${toPascalCase(operationId)}${status}`
  names.set(key, name)
  responses[name] = createResponse(status, codes, first)
  return name
}

const names = new Map<string, string>()

function createResponse(status: number, codes: readonly ProblemCode[], shown: ProblemCode): object {
  return {
    description: codes.map((code) => `\`${code}\`: ${problems[code].detail}`).join('\n\n'),
    ...(status === 429 || status === 503
      ? { headers: { 'Retry-After': header('RetryAfter') } }
      : {}),
    content: {
      'application/problem+json': {
        schema: {
          allOf: [{ $ref: '#/components/schemas/ProblemDetails' }],
          properties: { code: { enum: codes } },
        },
        example: createExample(shown),
      },
    },
  }
}

function createExample(code: ProblemCode): ProblemDetails {
  const { status, title, detail } = problems[code]
  return {
    type: getErrorPage(code),
    title,
    status,
    code,
    detail,
    requestId: '5f0c1c0e-9d5b-4c35-9d0f-6f1f2f3a4b5c',
    ...((status === 429 || status === 503) && { retryAfterSeconds: 30 }),
    ...(code === 'otp_invalid' && { attemptsLeft: 4 }),
  }
}

function toPascalCase(name: string): string {
  return name.replace(/(?:^|_)(\w)/g, (_, letter: string) => letter.toUpperCase())
}
