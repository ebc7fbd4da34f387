/**
 * Holds answers, so that how long one takes does not tell known users from unknown ones: an upstream
 * takes longer to send a mail than to say 404.
 *
 * @param quantumMs - 0 for never.
 */
export function createHold(quantumMs: number): Hold {
  if (quantumMs <= 0) return async () => {}
  const findWait = createPace(quantumMs)
  return async (startedAt) => {
    const at = performance.now()
    await new Promise((resolve) => setTimeout(resolve, findWait(at - startedAt, at)))
  }
}

/** Resolves when an answer may go out. @param startedAt - by `performance.now()`. */
export type Hold = (startedAt: number) => Promise<void>

/**
 * How much longer an answer waits: until a multiple of `quantumMs` after its request came, and until the
 * multiple that the slowest answer of the last ten minutes took. Without the second half an upstream that
 * takes more than one multiple for those it knows would give them away again.
 */
export function createPace(quantumMs: number): (elapsedMs: number, at: number) => number {
  /** Of each multiple the newest answer alone: there are few. */
  const slow = new Map<number, number>()
  return (elapsedMs, at) => {
    const own = Math.max(1, Math.ceil(elapsedMs / quantumMs))
    // One outage is no reason to let everybody wait for its whole length.
    if (own <= maxMultiple) slow.set(own, at)
    for (const [multiple, seenAt] of slow) if (at - seenAt > memoryMs) slow.delete(multiple)
    return Math.max(own, ...slow.keys()) * quantumMs - elapsedMs
  }
}

const memoryMs = 600_000
const maxMultiple = 4
