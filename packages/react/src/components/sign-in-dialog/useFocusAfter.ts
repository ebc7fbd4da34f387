'use client'

import { useEffect, useRef } from 'react'

/**
 * Moves the focus to the `UserButton` after a sign-in. A dialog returns the focus to the button that opened it,
 * but that button is usually gone then, because only signed-out users see it.
 */
export function useFocusAfter(isOpen: boolean, isSignedIn: boolean): void {
  const wasOpen = useRef(false)
  useEffect(() => {
    if (wasOpen.current && isSignedIn) {
      // Waits until the dialog has closed and the `UserButton` is rendered.
      setTimeout(() => {
        if (document.activeElement === document.body)
          document.querySelector<HTMLElement>('[data-account]')?.focus()
      })
    }
    wasOpen.current = isOpen
  }, [isOpen, isSignedIn])
}
