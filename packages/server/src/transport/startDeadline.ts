/** A time limit that ends a call through its signal, and that may begin anew. */
export function startDeadline(ms: number): Deadline {
  const controller = new AbortController()
  let isOver = false
  const expire = () => {
    isOver = true
    controller.abort()
  }
  let timer = setTimeout(expire, ms)
  return {
    signal: controller.signal,
    isOver: () => isOver,
    restart() {
      clearTimeout(timer)
      timer = setTimeout(expire, ms)
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
