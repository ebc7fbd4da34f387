'use client'

import { useEffect, useState } from 'react'

/** Whole seconds until an instant of a given clock, counted down; 0 when it has passed. */
export function useCountdown(at: number | undefined, now: () => number): number {
  const [seconds, setSeconds] = useState(0)
  useEffect(() => {
    const tick = () => {
      const remaining = at === undefined ? 0 : countSeconds(at - now())
      setSeconds(remaining)
      if (remaining === 0) clearInterval(timer)
    }
    const timer = setInterval(tick, 1000)
    tick()
    return () => clearInterval(timer)
  }, [at, now])
  return seconds
}

/** A server's `Date` has whole seconds, so that its clock seems late by up to one: 60 s must not show as 61. */
function countSeconds(ms: number): number {
  return ms <= 0 ? 0 : Math.max(1, Math.floor(ms / 1000 + 0.05))
}
