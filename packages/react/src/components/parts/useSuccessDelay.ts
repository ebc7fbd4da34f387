import { useEffect, useRef, useState } from 'react'

/**
 * Delays `onSuccess` after a successful sign-in, so that the page can show the success before the app moves on.
 *
 * @param delayMs - how long to show the success first; 0 does not wait.
 * @returns the callback to pass to a login, and whether the success is being shown.
 */
export function useSuccessDelay<result>(
  onSuccess: ((result: result) => void) | undefined,
  delayMs = 0,
): { isShown: boolean; handleSuccess: (result: result) => void } {
  const [isShown, setIsShown] = useState(false)
  // The latest callback, in case the app renders again during the delay.
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
