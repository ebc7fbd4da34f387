'use client'

import { useEffect, useState } from 'react'

/** Whole seconds until an instant of a given clock, counted down; 0 when it has passed. */
export function useCountdown(at: number | undefined, now: () => number): number {
  const [seconds, setSeconds] = useState(0)
  useEffect(() => {
    const tick = () => {
      const remaining = at === undefined ? 0 : Math.max(0, Math.ceil((at - now()) / 1000))
      setSeconds(remaining)
      if (remaining === 0) clearInterval(timer)
    }
    const timer = setInterval(tick, 1000)
    tick()
    return () => clearInterval(timer)
  }, [at, now])
  return seconds
}
