/**
 * Calls the listener twice a second while the page is visible, so that no second is skipped, and immediately
 * when the page becomes visible again. All listeners are called in one task, so that React renders all
 * countdowns of a page together. A hidden page does not render.
 *
 * @returns a function that stops this.
 */
export function watchSeconds(listener: () => void): () => void {
  // A new function for each call, because the same listener may be passed twice.
  const call = () => listener()
  listeners.add(call)
  if (listeners.size === 1) {
    document.addEventListener('visibilitychange', handleVisibility)
    startTicking()
  }
  return () => {
    listeners.delete(call)
    if (listeners.size > 0) return
    document.removeEventListener('visibilitychange', handleVisibility)
    clearInterval(timer)
  }
}

const listeners = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | undefined

function tick(): void {
  for (const call of listeners) call()
}

function startTicking(): void {
  clearInterval(timer)
  if (document.visibilityState !== 'hidden') timer = setInterval(tick, 500)
}

function handleVisibility(): void {
  startTicking()
  if (document.visibilityState !== 'hidden') tick()
}
