/**
 * Starts a time limit that ends a call through its signal. It can be restarted whenever there is progress, but
 * every call ends after sixty times the limit.
 */
export function startDeadline(ms: number): Deadline {
  const controller = new AbortController()
  let isOver = false
  const expire = () => {
    isOver = true
    controller.abort()
  }
  const endsAt = performance.now() + 60 * ms
  let timer = setTimeout(expire, ms)
  return {
    signal: controller.signal,
    isOver: () => isOver,
    restart() {
      clearTimeout(timer)
      if (controller.signal.aborted) return
      timer = setTimeout(expire, Math.min(ms, Math.max(0, endsAt - performance.now())))
    },
    stop() {
      clearTimeout(timer)
    },
    abort() {
      clearTimeout(timer)
      controller.abort()
    },
  }
}

export interface Deadline {
  readonly signal: AbortSignal
  /** Whether the time limit ended the call. */
  isOver(): boolean
  restart(): void
  /** Stops the time limit because the call has ended. */
  stop(): void
  /** Ends the call now. */
  abort(): void
}
