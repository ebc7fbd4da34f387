import type { ProblemDetails } from './ProblemDetails.ts'
import type { ProblemCode, Recovery } from './recoveries.ts'

/** What two copies of this package in one bundle recognise each other's errors by. */
const brand: unique symbol = Symbol.for('@kit/core/AuthError')

/**
 * All of an {@link AuthError} but the table of codes. What throws one code knows its recovery, and need
 * not bring the table along: it is 0.6 kB of gzip, nearly half of the reader of messages.
 */
export class CodedError extends Error {
  override readonly name = 'AuthError'
  declare readonly code: ProblemCode
  /** The HTTP status, 0 for an error that never left the browser. */
  declare readonly status: number
  declare readonly recovery: Recovery
  /** Seconds until trying again makes sense, where the backend said so. */
  declare readonly retryAfterSeconds: number | undefined
  /** Codes that may still be tried in this login, for `otp_invalid`. */
  declare readonly attemptsLeft: number | undefined
  /** Whom to write to, as the backend is configured. */
  declare readonly supportContact: string | undefined
  /** The backend's id of the failed request, for its log. */
  declare readonly requestId: string | undefined

  constructor(code: ProblemCode, recovery: Recovery, options: CodedError.Options = {}) {
    super(options.message ?? code, options)
    Object.assign(this, { code, status: options.status ?? 0, recovery }, pickDetails(options))
  }

  get [brand](): true {
    return true
  }

  /** Where the documentation explains this code. */
  get docsPath(): string {
    return `/errors/${this.code}`
  }

  /** The problem document of this error: never the cause, the stack or an upstream's words. */
  toProblem(): ProblemDetails {
    const { docsPath: type, message: title, status, code } = this
    return { type, title, status, code, ...pickDetails(this) }
  }
}

/** Whether a value is an error of the Kit's, also one of another copy of this package. */
export function isAuthError(value: unknown): value is CodedError {
  return typeof value === 'object' && value !== null && brand in value
}

export declare namespace CodedError {
  type Details = {
    retryAfterSeconds?: number | undefined
    attemptsLeft?: number | undefined
    supportContact?: string | undefined
    requestId?: string | undefined
  }
  type Options = Details & {
    /** What happened. @default the code */
    message?: string | undefined
    /** @default 0 */
    status?: number | undefined
    /** For the log of this side; no other side ever sees it. */
    cause?: unknown
  }
}

/** Those that are known: what is not stays out of a problem document. */
function pickDetails(from: CodedError.Details): CodedError.Details {
  const known = details.filter((name) => from[name] !== undefined)
  return Object.fromEntries(known.map((name) => [name, from[name]]))
}

const details = ['requestId', 'retryAfterSeconds', 'attemptsLeft', 'supportContact'] as const
