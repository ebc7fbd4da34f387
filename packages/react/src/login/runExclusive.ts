/**
 * Makes a call that may start the browser's sign-in, after those of its other tabs. Without this, two
 * simultaneous calls each get a cookie, and what was issued for the overwritten one is refused.
 *
 * @see {@link https://w3c.github.io/web-locks/}
 */
export async function runExclusive<result>(call: () => Promise<result>): Promise<result> {
  let called: Promise<result> | undefined
  const callOnce = () => {
    called ??= call()
    return called
  }
  const signal = AbortSignal.timeout(longestMs)
  try {
    await navigator.locks.request('kit:login', { signal }, callOnce)
  } catch {
    // The browser has no locks, or a tab holds one for too long. Errors of the call itself are handled below.
  }
  return callOnce()
}

/** A tab that hangs must not block the others. */
const longestMs = 5000
