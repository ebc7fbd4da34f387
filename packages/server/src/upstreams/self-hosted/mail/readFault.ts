/** What a failure to send an email means. */
interface MailFault {
  /** Whether the sender has sent too much. */
  readonly isRateLimit: boolean
  /** Whether the app's password or key was refused. */
  readonly isKey: boolean
  /** Whether sending again may succeed. */
  readonly isTemporary: boolean
}

/**
 * Reads a failure of a mail server or of an API that sends emails. A mail server's 4xx reply is temporary, and a 5xx
 * reply is final. With the status of an HTTP API it is the other way round. If there is neither, the connection was
 * lost.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc5321#section-4.2.1}
 */
export function readFault(error: unknown): MailFault {
  const reply = readNumber(error, ['responseCode'])
  if (reply !== undefined)
    return {
      isRateLimit: [421, 450, 451, 452].includes(reply),
      isKey: reply === 535,
      isTemporary: reply < 500,
    }
  const status = readStatus(error)
  if (status !== undefined)
    return {
      isRateLimit: status === 429,
      isKey: status === 401 || status === 403,
      isTemporary: status === 408 || status === 429 || status >= 500,
    }
  return { isRateLimit: false, isKey: false, isTemporary: true }
}

/** Returns the HTTP status in an error. SDKs write it under several names. */
function readStatus(error: unknown): number | undefined {
  const { response, $metadata } = Object(error)
  return (
    readNumber(error, ['statusCode', 'status', 'code']) ??
    readNumber($metadata, ['httpStatusCode']) ??
    readNumber(response, ['status', 'statusCode'])
  )
}

/** Returns the first of these members that can be a status. */
function readNumber(value: unknown, names: readonly string[]): number | undefined {
  const members = names.map((name): unknown => Object(value)[name])
  return members.find(
    (member): member is number => typeof member === 'number' && member >= 400 && member < 600,
  )
}
