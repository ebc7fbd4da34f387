import type { SiweLoginEvent } from '@kit/core'

/**
 * On a phone the wallet is another app: the user leaves and comes back, and the answer may be lost on the
 * way. Tells of both, and of an answer that is overdue.
 *
 * @returns what ends it.
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
  // A page that comes out of the back-forward cache says this alone.
  window.addEventListener('pageshow', look)
  return () => {
    clearTimeout(timer)
    document.removeEventListener('visibilitychange', look)
    window.removeEventListener('pageshow', look)
  }
}

/** Who reads what they sign takes a while. */
const unansweredMs = 30_000
/** Who is back has answered; what the wallet sent should be here by now. */
const returnedMs = 3_000
