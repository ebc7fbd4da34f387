import { findIssue, type ProblemCode, type StandardSchemaV1 } from '@kit/core'
import { problem } from '../problem.ts'
import type { UpstreamAnswer } from './createUpstreamFetch.ts'

/** The text of an answer; `upstream_invalid_answer` when it is not UTF-8. */
export function readText({ bytes }: UpstreamAnswer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    throw problem('upstream_invalid_answer', { cause })
  }
}

/**
 * The JSON of a success, of the form that its schema says.
 *
 * @throws `AuthError` `upstream_invalid_answer`, or `upstream_blocked` for a page instead of data.
 */
export function readJson<schema extends StandardSchemaV1>(
  answer: UpstreamAnswer,
  schema: schema,
): StandardSchemaV1.InferOutput<schema> {
  const value = parseJson(answer)
  const issue = findIssue(schema, value)
  if (issue === undefined) return value
  throw problem('upstream_invalid_answer', { cause: new Error(`The answer lacks ${issue}.`) })
}

/** The words of a failure that its classification may look at. They never leave the server. */
export function readWords(answer: UpstreamAnswer): string {
  return new TextDecoder().decode(answer.bytes.subarray(0, 4096))
}

/**
 * What every upstream's failures have in common. An adapter asks its own table first.
 *
 * @returns the code, with the time to wait where one was given.
 */
export function classifyFailure(
  answer: UpstreamAnswer,
  codes: Partial<Record<number, ProblemCode>>,
): ReturnType<typeof problem> {
  const { status } = answer
  const cause = new Error(`The upstream answered ${status}.`)
  if (status === 429) {
    const retryAfterSeconds = readRetryAfter(answer.headers.get('retry-after'))
    return problem('upstream_rate_limited', { cause, retryAfterSeconds })
  }
  if (status >= 500) return problem('upstream_unavailable', { cause })
  if (isPage(answer)) return problem('upstream_blocked', { cause })
  return problem(codes[status] ?? 'upstream_invalid_answer', { cause })
}

/** Whether the answer is a page for people, as firewalls and captive portals send. */
export function isPage({ headers, bytes }: UpstreamAnswer): boolean {
  if (headers.get('content-type')?.includes('html')) return true
  return /^\s*<(?:!doctype|html)/i.test(new TextDecoder().decode(bytes.subarray(0, 64)))
}

function parseJson(answer: UpstreamAnswer): unknown {
  if (isPage(answer)) throw problem('upstream_blocked')
  try {
    return JSON.parse(readText(answer))
  } catch (cause) {
    throw problem('upstream_invalid_answer', { cause })
  }
}

/** Seconds or a date, held between 1 s and an hour; a minute when it is neither. */
function readRetryAfter(text: string | null): number {
  const seconds =
    text === null
      ? Number.NaN
      : /^\d+$/.test(text)
        ? Number(text)
        : (Date.parse(text) - Date.now()) / 1000
  return Number.isNaN(seconds) ? 60 : Math.min(3600, Math.max(1, Math.ceil(seconds)))
}
