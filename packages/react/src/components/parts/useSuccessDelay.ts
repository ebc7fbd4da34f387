import { useEffect, useRef, useState } from 'react'

/**
 * Calls `onSuccess` some time after a sign-in has succeeded, so that the page can show the success before it
 * moves on.
 *
 * @param delayMs - how long to show the success first; 0 does not wait.
 * @returns the callback for a login, and whether the success is being shown.
 */
export function useSuccessDelay<result>(
  onSuccess: ((result: result) => void) | undefined,
  delayMs = 0,
): { isShown: boolean; handleSuccess: (result: result) => void } {
  const [isShown, setIsShown] = useState(false)
  // If the app renders again in the meantime, its latest callback is called.
  const latest = useRef(onSuccess)
  useEffect(() => {
    latest.current = onSuccess
  })
  return {
    isShown,
    handleSuccess(result) {
      if (delayMs <= 0) {
        onSuccess?.(result)
        return
      }
      setIsShown(true)
      setTimeout(() => {
        setIsShown(false)
        latest.current?.(result)
      }, delayMs)
    },
  }
}
