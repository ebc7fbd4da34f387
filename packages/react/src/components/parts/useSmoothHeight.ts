'use client'

import { type RefObject, useEffect } from 'react'

/** Lets an element grow and shrink smoothly once the user has turned to it: loads {@link smoothHeight}. */
export function useSmoothHeight(target: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const element = target.current
    if (element === null) return
    let stop: (() => void) | undefined
    const over = new AbortController()
    const load = async () => {
      const loaded = await loadIt()
      if (!over.signal.aborted && stop === undefined) stop = loaded?.smoothHeight(element)
    }
    for (const turn of ['pointerover', 'focusin'])
      element.addEventListener(turn, load, { once: true, signal: over.signal })
    return () => {
      over.abort()
      stop?.()
    }
  }, [target])
}

/** If it cannot be loaded, the card works without it. */
const loadIt = () => import('./smoothHeight.ts').catch(() => undefined)
