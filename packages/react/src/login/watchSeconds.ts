/**
 * Calls back twice a second while the page is visible, so that a late tick skips no second, and as soon as it
 * becomes visible again. All listeners are called in one task: however many countdowns a page shows, React
 * renders them together, and a hidden page does not render at all.
 *
 * @returns a function that ends this.
 */
export function watchSeconds(listener: () => void): () => void {
  // A new function for each caller, because the same listener may be passed twice.
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
