'use client'

import { useCallback, useSyncExternalStore } from 'react'

/**
 * Whole seconds until an instant of a given clock, counted down; 0 when it has passed. `undefined` while
 * there is no instant, or nobody knows what time it is; and on the server, whose clock the page has not.
 */
export function useCountdown(
  at: number | undefined,
  now: () => number | undefined,
): number | undefined {
  const subscribe = useCallback(
    (listen: () => void) => {
      if (at === undefined) return () => {}
      // Twice a second, so that no second is left out by a tick that comes late.
      const timer = setInterval(listen, 500)
      // A page that slept is right when it is seen again, not a tick later.
      document.addEventListener('visibilitychange', listen)
      return () => {
        clearInterval(timer)
        document.removeEventListener('visibilitychange', listen)
      }
    },
    [at],
  )
  const getSeconds = holdStill(() => countSeconds(at, now()))
  return useSyncExternalStore(subscribe, getSeconds, nobodyKnows)
}

/**
 * A server's `Date` leaves out what its second has begun of, so that its clock seems late by that much. The
 * instant shown leaves it out too, so that 60 s begin as 60; the one that ends the wait does not.
 */
function countSeconds(at: number | undefined, now: number | undefined): number | undefined {
  if (at === undefined || now === undefined) return undefined
  if (at <= now) return 0
  const shownMs = Math.floor(at / 1000) * 1000 - now
  return Math.max(1, Math.floor(shownMs / 1000 + 0.05))
}

/**
 * The same answer until the task is over. In development React reads twice, and takes a second that ended
 * between for a fault.
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
