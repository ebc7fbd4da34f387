/**
 * Creates a signal that aborts after a time, or together with the caller's. `AbortSignal.any` would do this,
 * but is missing below Chrome 116, Firefox 124 and Safari 17.4.
 */
export function createTimeout(
  timeoutMs: number,
  callerSignal: AbortSignal | null | undefined,
): { signal: AbortSignal; isOver: () => boolean } {
  const timeout = AbortSignal.timeout(timeoutMs)
  if (!callerSignal) return { signal: timeout, isOver: () => timeout.aborted }
  const either = new AbortController()
  const { signal } = either
  for (const one of [callerSignal, timeout]) {
    if (one.aborted) either.abort(one.reason)
    one.addEventListener('abort', () => either.abort(one.reason), { signal })
  }
  return { signal, isOver: () => timeout.aborted }
}
