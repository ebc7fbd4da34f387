import type { AuthError } from '@kit/core'

/** The progress of a login, in TanStack Query's terms. Exactly one of the four is true. */
export interface Progress {
  /**
   * Nothing is running and nothing has failed, for example before the start or while the user types a code.
   * `status` has the details.
   */
  isIdle: boolean
  /** The login is running, so another one cannot start. */
  isPending: boolean
  /** The last attempt failed. `error` says why. */
  isError: boolean
  /** The user has signed in. */
  isSuccess: boolean
}

/**
 * Describes the state of a login.
 *
 * @param pending - the statuses in which a call is running.
 */
export function describeProgress<status extends string>(
  { status, error }: { status: status; error: AuthError | undefined },
  pending: readonly status[],
): Progress {
  const isSuccess = status === 'success'
  const isPending = pending.includes(status)
  const isError = !isSuccess && !isPending && error !== undefined
  return { isIdle: !isSuccess && !isPending && !isError, isPending, isError, isSuccess }
}
