'use client'

import { useCallback, useSyncExternalStore } from 'react'
import { watchSeconds } from './watchSeconds.ts'

/**
 * Counts down the whole seconds until a time. Returns 0 when the time has passed, and `undefined` if there is
 * no time, while the clock is not known, and on the server.
 *
 * @param at - the time, in ms since 1970.
 * @param now - the clock. Default: this machine's clock.
 * @example
 * const seconds = useCountdown(error?.retryAt) ?? 0
 * return <button disabled={seconds > 0}>Try again</button>
 */
export function useCountdown(
  at: number | undefined,
  now: () => number | undefined = Date.now,
): number | undefined {
  const subscribe = useCallback(
    (listen: () => void) => (at === undefined ? () => {} : watchSeconds(listen)),
    [at],
  )
  const getSeconds = keepDuringTask(() => countSeconds(at, now()))
  return useSyncExternalStore(subscribe, getSeconds, nobodyKnows)
}

/**
 * Counts the seconds that are left. A server's `Date` header has a resolution of one second, so the server's
 * clock seems up to a second slow. The displayed countdown compensates for that, so that 60 s start as 60, but
 * the wait does not end early.
 */
function countSeconds(at: number | undefined, now: number | undefined): number | undefined {
  if (at === undefined || now === undefined) return undefined
  if (at <= now) return 0
  const shownMs = Math.floor(at / 1000) * 1000 - now
  return Math.max(1, Math.floor(shownMs / 1000 + 0.05))
}

/**
 * Returns the same value until the current task is over. In development, React reads a store twice and reports
 * an error if the value changes in between.
 */
function keepDuringTask(read: () => number | undefined): () => number | undefined {
  if (process.env.NODE_ENV === 'production') return read
  let held: number | undefined
  return () => {
    if (held === undefined) {
      held = read()
      queueMicrotask(() => {
        held = undefined
      })
    }
    return held
  }
}

const nobodyKnows = () => undefined
