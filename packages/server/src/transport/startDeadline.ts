/**
 * A time limit that ends a call through its signal. It may begin anew, as often as there is progress, but
 * not for ever: sixty times its length is the end of any call.
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
  /** Whether it was the time that ended the call. */
  isOver(): boolean
  restart(): void
  /** The call is over by itself. */
  stop(): void
  /** Ends the call now. */
  abort(): void
}
