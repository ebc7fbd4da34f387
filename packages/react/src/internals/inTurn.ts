/**
 * Makes a call that may begin the browser's sign-in, after those of its other tabs. Without this, two at
 * once each get a cookie from the backend, and what was issued for the one that is overwritten is refused.
 *
 * @see {@link https://w3c.github.io/web-locks/}
 */
export async function inTurn<result>(call: () => Promise<result>): Promise<result> {
  let called: Promise<result> | undefined
  const callOnce = () => {
    called ??= call()
    return called
  }
  const signal = AbortSignal.timeout(longestMs)
  try {
    await navigator.locks.request('kit:login', { signal }, callOnce)
  } catch {
    // No locks here, or a tab that keeps its turn. How the call itself went is told below.
  }
  return callOnce()
}

/** A tab that hangs must not keep the others out. */
const longestMs = 5000
