import type { ProblemDetails } from './ProblemDetails.ts'
import { findRecovery, type ProblemCode, type Recovery } from './recoveries.ts'

const brand = Symbol.for('@kit/core/AuthError')

/**
 * The one error that the Kit throws. `code` says what happened in one word of a closed union,
 * `recovery` what to do next. `cause` stays on this side: {@link AuthError.toProblem} cannot reach it.
 *
 * @example
 * try { await signInAsync() } catch (error) {
 *   if (AuthError.is(error) && error.recovery === 'wait') showCountdown(error.retryAfterSeconds)
 * }
 */
export class AuthError extends Error {
  override readonly name = 'AuthError'
  readonly code: ProblemCode
  /** The HTTP status, 0 for an error that never left the browser. */
  readonly status: number
  readonly recovery: Recovery
  /** Seconds until trying again makes sense, where the backend said so. */
  readonly retryAfterSeconds: number | undefined
  /** Codes that may still be tried in this login, for `otp_invalid`. */
  readonly attemptsLeft: number | undefined
  /** Whom to write to, as the backend is configured. */
  readonly supportContact: string | undefined
  /** The backend's id of the failed request, for its log. */
  readonly requestId: string | undefined

  constructor(code: ProblemCode, options: AuthError.Options = {}) {
    super(options.message ?? code, 'cause' in options ? { cause: options.cause } : undefined)
    this.code = code
    this.status = options.status ?? 0
    this.recovery = findRecovery(code) ?? 'retry'
    this.retryAfterSeconds = options.retryAfterSeconds
    this.attemptsLeft = options.attemptsLeft
    this.supportContact = options.supportContact
    this.requestId = options.requestId
    // Two copies of this package in one bundle must still recognise each other's errors.
    Object.defineProperty(this, brand, { value: true })
  }

  /** Where the documentation explains this code. */
  get docsPath(): string {
    return `/errors/${this.code}`
  }

  /** The problem document of this error: never the cause, the stack or an upstream's words. */
  toProblem(): ProblemDetails {
    return {
      type: this.docsPath,
      title: this.message,
      status: this.status,
      code: this.code,
      ...(this.requestId === undefined ? {} : { requestId: this.requestId }),
      ...(this.retryAfterSeconds === undefined
        ? {}
        : { retryAfterSeconds: this.retryAfterSeconds }),
      ...(this.attemptsLeft === undefined ? {} : { attemptsLeft: this.attemptsLeft }),
      ...(this.supportContact === undefined ? {} : { supportContact: this.supportContact }),
    }
  }

  /** The typed error of a problem document; `undefined` when its code is unknown. */
  static fromProblem(problem: ProblemDetails): AuthError | undefined {
    if (findRecovery(problem.code) === undefined) return undefined
    return new AuthError(problem.code as ProblemCode, {
      ...problem,
      message: problem.detail ?? problem.title,
    })
  }

  /** Whether a value is an `AuthError`, also one of another copy of this package. */
  static is(value: unknown): value is AuthError {
    return typeof value === 'object' && value !== null && brand in value
  }
}

export declare namespace AuthError {
  type Options = {
    message?: string | undefined
    status?: number | undefined
    retryAfterSeconds?: number | undefined
    attemptsLeft?: number | undefined
    supportContact?: string | undefined
    requestId?: string | undefined
    cause?: unknown
  }
}
