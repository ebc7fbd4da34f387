import { AuthError } from '@kit/core'

/**
 * Keeps one user's calls from blocking everybody. Proxied calls get only part of the connections to the
 * upstream, so that signing in always finds one, and each user gets only part of those, whatever the number
 * of their sessions. No call waits for long: one that finds no place in time is refused, and one whose
 * browser has disconnected makes room.
 */
export function createGate(options: createGate.Options = {}): Gate {
  const { maxRunning = 96, maxWaiting = 256, maxPerKey = 24, maxWaitMs = 2000 } = options
  const perKey = new Map<string, number>()
  const waiting = new Set<() => void>()
  let running = 0

  function free(key: string): void {
    const left = (perKey.get(key) ?? 1) - 1
    if (left === 0) perKey.delete(key)
    else perKey.set(key, left)
  }

  function release(key: string): void {
    free(key)
    const [next] = waiting
    if (next === undefined) running -= 1
    else next()
  }

  /** Resolves when a place is free, which then belongs to the waiting call. */
  function waitForPlace(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const settle = (end: () => void) => () => {
        waiting.delete(enter)
        clearTimeout(timer)
        signal?.removeEventListener('abort', leave)
        end()
      }
      const enter = settle(resolve)
      const leave = settle(() => reject(new TooManyCalls()))
      const timer = setTimeout(leave, maxWaitMs)
      waiting.add(enter)
      signal?.addEventListener('abort', leave)
      if (signal?.aborted === true) leave()
    })
  }

  return async (key, signal) => {
    const ofKey = perKey.get(key) ?? 0
    if (ofKey >= maxPerKey) throw new TooManyCalls()
    if (running >= maxRunning && waiting.size >= maxWaiting) throw new TooManyCalls()
    perKey.set(key, ofKey + 1)
    if (running < maxRunning) running += 1
    else
      try {
        await waitForPlace(signal)
      } catch (error) {
        free(key)
        throw error
      }
    let isReleased = false
    return () => {
      if (!isReleased) release(key)
      isReleased = true
    }
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
 * @param key - whose call it is.
 * @param signal - aborts when the client has disconnected.
 * @throws `AuthError` with status 503.
 */
export type Gate = (key: string, signal?: AbortSignal | undefined) => Promise<() => void>

/** This server refused the call. It says nothing about the upstream. */
export class TooManyCalls extends AuthError {
  constructor() {
    super('upstream_unavailable', {
      status: 503,
      message: 'Too many calls at once.',
      retryAfterSeconds: 1,
    })
  }
}
