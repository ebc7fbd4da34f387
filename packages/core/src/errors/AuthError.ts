import { getErrorPage } from './docsUrl.ts'
import type { ProblemDetails } from './ProblemDetails.ts'
import type { ProblemCode, Recovery } from './problems.ts'
import { findRecovery } from './recoveries.ts'

/** Two copies of this package in one bundle recognize each other's errors by this symbol. */
const brand: unique symbol = Symbol.for('@kit/core/AuthError')

/**
 * The error of every call that fails. Only a mistake in the code, such as an invalid option, throws an ordinary
 * `Error` or `TypeError`. `code` says what happened, as a value of a closed union, and `recovery` says what to
 * do next. `cause` stays local: {@link AuthError.toProblem} does not include it.
 *
 * @example
 * try { await signInAsync() } catch (error) {
 *   if (AuthError.is(error) && error.recovery === 'wait') showCountdown(error.retryAfterSeconds)
 * }
 */
export class AuthError extends Error {
  override readonly name = 'AuthError'
  declare readonly code: ProblemCode
  /** The HTTP status, or 0 for an error that occurred in the browser. */
  declare readonly status: number
  /** What to do next, derived from the code. */
  declare readonly recovery: Recovery
  /** After how many seconds to try again, if the backend gave a number. */
  declare readonly retryAfterSeconds: number | undefined
  /**
   * When to try again, in ms since 1970 by this machine's clock: `retryAfterSeconds` after this error was
   * created. Disable a retry button until then, for example with `useCountdown(error.retryAt)`.
   */
  declare readonly retryAt: number | undefined
  /** How many attempts are left in this sign-in, for `otp_invalid`. */
  declare readonly attemptsLeft: number | undefined
  /** The support contact that the backend is configured with. */
  declare readonly supportContact: string | undefined
  /** The backend's id of the failed request, to find it in a log. */
  declare readonly requestId: string | undefined

  constructor(code: ProblemCode, options: AuthError.Options = {}) {
    super(options.message ?? code, options)
    const { status = 0, retryAfterSeconds } = options
    const recovery = findRecovery(code) ?? 'retry'
    const retryAt = retryAfterSeconds && Date.now() + retryAfterSeconds * 1000
    Object.assign(this, { code, status, recovery, retryAt }, pickDetails(options))
  }

  get [brand](): true {
    return true
  }

  /** The URL of the page that explains this code. It is also the problem document's `type`. */
  get docsUrl(): string {
    return getErrorPage(this.code)
  }

  /**
   * Returns the problem document of this error. It never contains the cause, the stack or text from an
   * upstream.
   */
  toProblem(): ProblemDetails {
    const { docsUrl: type, message: title, status, code } = this
    return { type, title, status, code, ...pickDetails(this) }
  }

  /**
   * Creates the typed error of a problem document, or returns `undefined` if this version does not know the
   * code.
   *
   * @example
   * const error = AuthError.fromProblem(await response.json())
   */
  static fromProblem(problem: ProblemDetails): AuthError | undefined {
    const { code, title, detail, status } = problem
    if (!isProblemCode(code)) return undefined
    return new AuthError(code, { message: detail ?? title, status, ...pickDetails(problem) })
  }

  /** Whether a value is an `AuthError`, including one created by another copy of this package. */
  static is(value: unknown): value is AuthError {
    return typeof value === 'object' && value !== null && brand in value
  }

  /** `instanceof AuthError` returns the result of {@link AuthError.is}. For a subclass, `instanceof` works as usual. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    // biome-ignore lint/complexity/noThisInStatic: `this` is the class on the right of `instanceof`.
    return this === AuthError ? AuthError.is(value) : super[Symbol.hasInstance](value)
  }
}

export declare namespace AuthError {
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
    /** Kept for the local log. It is never sent. */
    cause?: unknown
  }
}

function isProblemCode(code: string): code is ProblemCode {
  return findRecovery(code) !== undefined
}

/** Picks the details that have a value, so that the others do not appear in a problem document. */
function pickDetails(from: AuthError.Details): AuthError.Details {
  const known = details.filter((name) => from[name] !== undefined)
  return Object.fromEntries(known.map((name) => [name, from[name]]))
}

const details = ['requestId', 'retryAfterSeconds', 'attemptsLeft', 'supportContact'] as const

/** Returns the error itself, or `invalid_answer` for anything else that a call threw. */
export function toAuthError(cause: unknown): AuthError {
  return AuthError.is(cause) ? cause : new AuthError('invalid_answer', { cause })
}
