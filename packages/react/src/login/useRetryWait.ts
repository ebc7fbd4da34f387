'use client'

import type { AuthError } from '@kit/core'
import { memoizeByKey } from './memoizeByKey.ts'
import { useCountdown } from './useCountdown.ts'

/**
 * Counts down the whole seconds until the failed action may be repeated; 0 if it may be repeated now. All
 * components that show the same error have the same countdown, even if one mounts later. Changing the machine's
 * clock has no effect.
 *
 * @example
 * const wait = useRetryWait(error)
 * return <button aria-disabled={wait > 0 || undefined}>Try again</button>
 */
export function useRetryWait(error: AuthError | undefined): number {
  const seconds = error?.retryAfterSeconds
  return (
    useCountdown(seconds && seconds * 1000, () =>
      error === undefined ? 0 : performance.now() - findStart(error),
    ) ?? 0
  )
}

/** When an error was first seen. */
const findStart = /* @__PURE__ */ memoizeByKey((_error: AuthError) => performance.now())
