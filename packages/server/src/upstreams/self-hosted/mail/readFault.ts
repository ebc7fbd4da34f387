import type { ProblemCode } from '@kit/core'

/** What a failure to send an email means. */
export interface MailFault {
  /** For the operator's event. */
  readonly code: ProblemCode
  /** Whether sending again may succeed. */
  readonly isTemporary: boolean
}

/**
 * Reads a failure of a mail server or of an API that sends emails. A mail server's 4xx reply is temporary, and a 5xx
 * reply is final. The statuses 408, 429 and 5xx of an HTTP API are temporary, and all others are final. An error
 * without either means that the connection was lost, which is temporary.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc5321#section-4.2.1}
 */
export function readFault(error: unknown): MailFault {
  const reply = readNumber(error, ['responseCode'])
  if (reply !== undefined)
    return { code: repliesWithCode[reply] ?? other, isTemporary: reply < 500 }
  const status = readStatus(error)
  if (status === undefined) return { code: other, isTemporary: true }
  const isTemporary = status === 408 || status === 429 || status >= 500
  return { code: statusesWithCode[status] ?? other, isTemporary }
}

const other = 'upstream_unavailable'
type Codes = Readonly<Record<number, ProblemCode>>

/** The replies that mean that the sender has sent too much, or that its password was refused. */
const repliesWithCode: Codes = {
  421: 'upstream_rate_limited',
  450: 'upstream_rate_limited',
  451: 'upstream_rate_limited',
  452: 'upstream_rate_limited',
  535: 'upstream_key_rejected',
}

const statusesWithCode: Codes = {
  401: 'upstream_key_rejected',
  403: 'upstream_key_rejected',
  429: 'upstream_rate_limited',
}

/** Returns the HTTP status in an error. SDKs write it under several names. */
function readStatus(error: unknown): number | undefined {
  return (
    readNumber(error, ['statusCode', 'status', 'code']) ??
    readNumber(readMember(error, '$metadata'), ['httpStatusCode']) ??
    readNumber(readMember(error, 'response'), ['status', 'statusCode'])
  )
}

/** Returns the first of these members that can be a status. */
function readNumber(value: unknown, names: readonly string[]): number | undefined {
  return names
    .map((name) => readMember(value, name))
    .find((member): member is number => typeof member === 'number' && member >= 400 && member < 600)
}

function readMember(value: unknown, name: string): unknown {
  return Reflect.get(Object(value), name)
}
