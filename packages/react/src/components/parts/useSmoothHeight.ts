'use client'

import { type RefObject, useEffect } from 'react'

/**
 * Animates the height of an element from the user's first interaction with it on. Loads {@link smoothHeight}
 * then.
 */
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

/** If loading fails, the card works without the animation. */
const loadIt = () => import('./smoothHeight.ts').catch(() => undefined)
