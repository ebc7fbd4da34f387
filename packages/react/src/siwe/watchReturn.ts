import type { SiweLoginEvent } from '@kit/core'

/**
 * Reports when the user leaves the page for a wallet's app, when they come back, and when the wallet's answer
 * is overdue. On a phone, the answer may get lost when the user switches between apps.
 *
 * @returns a function that stops this.
 */
export function watchReturn(
  dispatch: (event: SiweLoginEvent) => void,
  setStalled: () => void,
): () => void {
  let timer = setTimeout(setStalled, unansweredMs)
  const look = () => {
    clearTimeout(timer)
    const isHidden = document.visibilityState === 'hidden'
    dispatch({ type: isHidden ? 'left' : 'returned' })
    if (!isHidden) timer = setTimeout(setStalled, returnedMs)
  }
  document.addEventListener('visibilitychange', look)
  // When a page is restored from the back/forward cache, only this event is fired.
  window.addEventListener('pageshow', look)
  return () => {
    clearTimeout(timer)
    document.removeEventListener('visibilitychange', look)
    window.removeEventListener('pageshow', look)
  }
}

/** When an answer is overdue while the user is in the wallet. Users need time to read the message. */
const unansweredMs = 30_000
/** When an answer is overdue after the user has come back. */
const returnedMs = 3_000
