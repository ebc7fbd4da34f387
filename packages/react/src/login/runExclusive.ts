/**
 * Runs a call that may set the login cookie, and waits for such calls in other tabs first. Without this, two
 * simultaneous calls would each get a cookie, and the challenge of the overwritten cookie would be refused.
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
    // The browser has no locks, or another tab holds the lock for too long. Errors of the call itself are
    // handled below.
  }
  return callOnce()
}

/** The longest time to wait for the lock, because a tab that hangs must not block the others. */
const longestMs = 5000
