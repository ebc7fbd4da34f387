import type { SiweLoginEvent } from '@kit/core'

/**
 * On a phone the wallet is another app: the user leaves and comes back, and the answer may be lost on the
 * way. Reports both, and an overdue answer.
 *
 * @returns a function that ends this.
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
  // A page from the back-forward cache sends only this event.
  window.addEventListener('pageshow', look)
  return () => {
    clearTimeout(timer)
    document.removeEventListener('visibilitychange', look)
    window.removeEventListener('pageshow', look)
  }
}

/** A user who reads before signing takes a while. */
const unansweredMs = 30_000
/** A user who is back has answered, so the wallet's answer should be here by now. */
const returnedMs = 3_000
