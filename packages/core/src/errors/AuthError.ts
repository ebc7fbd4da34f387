import { brand, CodedError } from './CodedError.ts'
import type { ProblemDetails } from './ProblemDetails.ts'
import { findRecovery, type ProblemCode } from './recoveries.ts'

/**
 * The one error that the Kit throws. `code` says what happened in one word of a closed union,
 * `recovery` what to do next. `cause` stays on this side: {@link AuthError.toProblem} cannot reach it.
 *
 * @example
 * try { await signInAsync() } catch (error) {
 *   if (AuthError.is(error) && error.recovery === 'wait') showCountdown(error.retryAfterSeconds)
 * }
 */
export class AuthError extends CodedError {
  constructor(code: ProblemCode, options: AuthError.Options = {}) {
    super(code, findRecovery(code) ?? 'retry', options)
  }

  /**
   * The typed error of a problem document; `undefined` when its code is unknown.
   *
   * @example
   * const error = AuthError.fromProblem(await response.json())
   */
  static fromProblem(problem: ProblemDetails): AuthError | undefined {
    const { code, title, detail, status } = problem
    if (!isProblemCode(code)) return undefined
    const { retryAfterSeconds, attemptsLeft, supportContact, requestId } = problem
    return new AuthError(code, {
      message: detail ?? title,
      status,
      retryAfterSeconds,
      attemptsLeft,
      supportContact,
      requestId,
    })
  }

  /** Whether a value is an `AuthError`, also one of another copy of this package. */
  static is(value: unknown): value is AuthError {
    return typeof value === 'object' && value !== null && brand in value
  }

  /** `instanceof AuthError` says what {@link AuthError.is} says; that of a subclass is the usual one. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    // biome-ignore lint/complexity/noThisInStatic: `this` is what stands right of `instanceof`, here or in a subclass.
    return this === AuthError ? AuthError.is(value) : super[Symbol.hasInstance](value)
  }
}

function isProblemCode(code: string): code is ProblemCode {
  return findRecovery(code) !== undefined
}

export declare namespace AuthError {
  type Options = CodedError.Options
}
