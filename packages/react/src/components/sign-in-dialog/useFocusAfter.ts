'use client'

import { useEffect, useRef } from 'react'

/**
 * A dialog returns the focus to the button that opened it. If that is gone because it was only for signed-out
 * users, the focus moves to the `UserButton` that replaced it instead of to the top of the page.
 */
export function useFocusAfter(isOpen: boolean, isSignedIn: boolean): void {
  const wasOpen = useRef(false)
  useEffect(() => {
    if (wasOpen.current && isSignedIn) {
      // After the dialog has closed and the button's replacement is there.
      setTimeout(() => {
        if (document.activeElement === document.body)
          document.querySelector<HTMLElement>('[data-account]')?.focus()
      })
    }
    wasOpen.current = isOpen
  }, [isOpen, isSignedIn])
}
