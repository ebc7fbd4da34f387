import { CodedError, isAuthError } from './CodedError.ts'
import { fromProblem } from './fromProblem.ts'
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
    return fromProblem(problem)
  }

  /** Whether a value is an `AuthError`, also one of another copy of this package. */
  static is(value: unknown): value is AuthError {
    return isAuthError(value)
  }

  /** `instanceof AuthError` says what {@link AuthError.is} says; that of a subclass is the usual one. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    // biome-ignore lint/complexity/noThisInStatic: `this` is what stands right of `instanceof`, here or in a subclass.
    return this === AuthError ? AuthError.is(value) : super[Symbol.hasInstance](value)
  }
}

export declare namespace AuthError {
  type Options = CodedError.Options
}
