'use client'

import { useCallback, useSyncExternalStore } from 'react'
import { watchSeconds } from './watchSeconds.ts'

/**
 * Counts down the whole seconds until an instant; 0 when it has passed. `undefined` if there is no instant,
 * while the clock's time is not known, and on the server.
 *
 * @param at - the instant, in ms since 1970.
 * @param now - the clock. Default: this machine's.
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
  const getSeconds = holdStill(() => countSeconds(at, now()))
  return useSyncExternalStore(subscribe, getSeconds, nobodyKnows)
}

/**
 * A server's `Date` omits the fraction of its second, so its clock seems late by that much. The shown instant
 * omits it too, so that 60 s start as 60; the instant that ends the wait does not.
 */
function countSeconds(at: number | undefined, now: number | undefined): number | undefined {
  if (at === undefined || now === undefined) return undefined
  if (at <= now) return 0
  const shownMs = Math.floor(at / 1000) * 1000 - now
  return Math.max(1, Math.floor(shownMs / 1000 + 0.05))
}

/**
 * Returns the same value until the task is over. In development React reads twice, and reports a second that
 * ended in between as an error.
 */
function holdStill(read: () => number | undefined): () => number | undefined {
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
