import { problem } from '../problem.ts'
import { TimedOut, within } from '../within.ts'

/**
 * Runs a store operation. If it fails or does not answer in time, throws `store_unavailable`, so that the
 * request is refused.
 */
export async function guard<result>(ask: () => Promise<result>): Promise<result> {
  try {
    return await within(timeoutMs, ask, createStoreTimedOut)
  } catch (cause) {
    throw problem('store_unavailable', { retryAfterSeconds: 5, cause })
  }
}

/** Creates the error for a store that does not answer in time. */
export const createStoreTimedOut = () => new TimedOut('The store did not answer in time.')

/** Longer than the time limits of the Kit's stores. It is for stores that have none. */
const timeoutMs = 10_000
