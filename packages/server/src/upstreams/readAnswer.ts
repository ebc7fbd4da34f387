import { findIssue, type ProblemCode, type StandardSchemaV1 } from '@kit/core'
import { problem } from '../problem.ts'
import type { UpstreamAnswer } from './createUpstreamFetch.ts'
import { UpstreamRefusal } from './UpstreamRefusal.ts'

/** Returns the text of an answer. Throws `upstream_invalid_answer` if it is not UTF-8. */
export function readText({ bytes }: UpstreamAnswer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    throw problem('upstream_invalid_answer', { cause })
  }
}

/** Whether the status is any 2xx, because services change between 200, 201, 202 and 204 without notice. */
export function isSuccess({ status }: Pick<UpstreamAnswer, 'status'>): boolean {
  return status >= 200 && status < 300
}

/**
 * Parses the JSON of a successful answer and checks it with a schema. A member that is `null` counts as missing
 * if the schema does not accept it, because many services write their optional members like that.
 *
 * @throws `AuthError` `upstream_invalid_answer`, or `upstream_blocked` for an HTML page instead of data.
 */
export function readJson<schema extends StandardSchemaV1>(
  answer: UpstreamAnswer,
  schema: schema,
): StandardSchemaV1.InferOutput<schema> {
  const value = parseJson(answer)
  const issue = findIssue(schema, value)
  if (issue === undefined) return value
  const withoutNulls = dropNulls(value)
  if (findIssue(schema, withoutNulls) === undefined) return withoutNulls
  throw problem('upstream_invalid_answer', { cause: new Error(`The answer lacks ${issue}.`) })
}

/** Returns the text of a failure, to classify it. The text never leaves the server. */
export function readWords(answer: UpstreamAnswer): string {
  return new TextDecoder().decode(answer.bytes.subarray(0, 4096))
}

/**
 * Classifies a failed answer: a rate limit, an outage or an HTML page like for all upstreams, and other
 * statuses by `codes`.
 *
 * @returns an error with the code, and with the time to wait if the answer contains one.
 */
export function classifyFailure(
  answer: UpstreamAnswer,
  codes: Partial<Record<number, ProblemCode>>,
): ReturnType<typeof problem> {
  const { status } = answer
  const cause = new UpstreamRefusal(answer)
  if (status === 429) {
    const retryAfterSeconds = readRetryAfter(answer.headers.get('retry-after'))
    return problem('upstream_rate_limited', { cause, retryAfterSeconds })
  }
  if (status >= 500) {
    // During maintenance, `Retry-After` says when it ends (RFC 9110, section 10.2.3).
    const until = answer.headers.get('retry-after')
    const wait = until === null ? {} : { retryAfterSeconds: readRetryAfter(until) }
    return problem('upstream_unavailable', { cause, ...wait })
  }
  if (isPage(answer)) return problem('upstream_blocked', { cause })
  return problem(codes[status] ?? 'upstream_invalid_answer', { cause })
}

/** Creates the error of a refusal that an adapter has classified itself. */
export function refused(
  code: ProblemCode,
  answer: UpstreamAnswer,
  options: Parameters<typeof problem>[1] = {},
): ReturnType<typeof problem> {
  return problem(code, { ...options, cause: new UpstreamRefusal(answer) })
}

/** Whether the answer is an HTML page, as firewalls and captive portals send. */
export function isPage({ headers, bytes }: UpstreamAnswer): boolean {
  if (headers.get('content-type')?.includes('html')) return true
  return /^\s*<(?:!doctype|html)/i.test(new TextDecoder().decode(bytes.subarray(0, 64)))
}

/** Returns a value without members that are `null`, down to the depth that answers have. */
function dropNulls(value: unknown, depth = 8): unknown {
  if (typeof value !== 'object' || value === null || depth === 0) return value
  if (Array.isArray(value)) return value.map((entry) => dropNulls(entry, depth - 1))
  const kept = Object.entries(value).filter(([, member]) => member !== null)
  return Object.fromEntries(kept.map(([name, member]) => [name, dropNulls(member, depth - 1)]))
}

function parseJson(answer: UpstreamAnswer): unknown {
  if (isPage(answer)) throw problem('upstream_blocked')
  const text = readText(answer)
  try {
    return JSON.parse(text)
  } catch {
    // The parser's message is left out, because it quotes its input, which may contain a token.
    const cause = new Error('The answer is not JSON.')
    throw problem('upstream_invalid_answer', { cause })
  }
}

/** Reads seconds or a date, limited to between 1 s and an hour. Anything else gives a minute. */
function readRetryAfter(text: string | null): number {
  const seconds =
    text === null
      ? Number.NaN
      : /^\d+$/.test(text)
        ? Number(text)
        : (Date.parse(text) - Date.now()) / 1000
  return Number.isNaN(seconds) ? 60 : Math.min(3600, Math.max(1, Math.ceil(seconds)))
}
