import { AuthError } from '@kit/core'

/**
 * Limits simultaneous proxied calls, so that a few users cannot block all others. Proxied calls use only part
 * of the connections to the upstream, so that a sign-in always gets one. Each user, with all sessions together,
 * gets only part of those: a user's call starts only while more than twice as many places are free as the user
 * already has. So the more places are taken, the fewer one user can have, and the last ones go to users without
 * a running call. A call that gets no place in time is refused, and a call whose browser has disconnected stops
 * waiting.
 */
export function createGate(options: createGate.Options = {}): Gate {
  const { maxRunning = 96, maxWaiting = 256, maxPerKey = 24, maxWaitMs = 2000 } = options
  const runningPerKey = createTally()
  const waitingPerKey = createTally()
  /** The waiting calls, in the order of arrival. */
  const waiting = new Set<{ readonly key: string; readonly enter: () => void }>()

  function mayEnter(key: string): boolean {
    const free = maxRunning - runningPerKey.total()
    return runningPerKey.of(key) * 2 < free
  }

  function release(key: string): void {
    runningPerKey.add(key, -1)
    for (const call of waiting) if (mayEnter(call.key)) call.enter()
  }

  /** Resolves when the call has a place. */
  function waitForPlace(key: string, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const settle = (end: () => void) => () => {
        waiting.delete(call)
        waitingPerKey.add(key, -1)
        clearTimeout(timer)
        signal?.removeEventListener('abort', leave)
        end()
      }
      const enter = settle(() => {
        runningPerKey.add(key, 1)
        resolve()
      })
      const leave = settle(() => reject(new TooManyCalls()))
      const call = { key, enter }
      const timer = setTimeout(leave, maxWaitMs)
      waiting.add(call)
      waitingPerKey.add(key, 1)
      signal?.addEventListener('abort', leave)
      if (signal?.aborted === true) leave()
    })
  }

  return async (key, signal) => {
    if (runningPerKey.of(key) + waitingPerKey.of(key) >= maxPerKey) throw new TooManyCalls()
    if (mayEnter(key)) runningPerKey.add(key, 1)
    else if (waiting.size >= maxWaiting) throw new TooManyCalls()
    else await waitForPlace(key, signal)
    let isReleased = false
    return () => {
      if (!isReleased) release(key)
      isReleased = true
    }
  }
}

/** Creates a counter of calls, per key and in total. */
function createTally() {
  const counts = new Map<string, number>()
  let total = 0
  return {
    total: () => total,
    of: (key: string) => counts.get(key) ?? 0,
    add(key: string, change: 1 | -1): void {
      total += change
      const count = (counts.get(key) ?? 0) + change
      if (count === 0) counts.delete(key)
      else counts.set(key, count)
    },
  }
}

export declare namespace createGate {
  type Options = {
    /** @default 96, of the 128 connections to one host */
    maxRunning?: number
    /** @default 256 */
    maxWaiting?: number
    /** Running and waiting calls of one user. @default 24 */
    maxPerKey?: number
    /** How long a call may wait for a place, in ms. @default 2000 */
    maxWaitMs?: number
  }
}

/**
 * Waits for a place, and returns the function that releases it.
 *
 * @param key - the user or client whose call it is.
 * @param signal - aborts when the client has disconnected.
 * @throws `AuthError` with status 503.
 */
export type Gate = (key: string, signal?: AbortSignal | undefined) => Promise<() => void>

/**
 * The error of a call that this server refused because too many are running. It says nothing about the
 * upstream.
 */
export class TooManyCalls extends AuthError {
  constructor() {
    super('upstream_unavailable', {
      status: 503,
      message: 'Too many calls at once. Try again shortly.',
      retryAfterSeconds: 1,
    })
  }
}
