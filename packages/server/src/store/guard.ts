import { problem } from '../problem.ts'
import { within } from '../within.ts'

/**
 * Runs a store operation. If it fails or does not answer in time, throws `store_unavailable`, so that the
 * request is refused.
 */
export async function guard<result>(ask: () => Promise<result>): Promise<result> {
  try {
    return await within(timeoutMs, ask, 'The store did not answer in time.')
  } catch (cause) {
    throw problem('store_unavailable', { retryAfterSeconds: 5, cause })
  }
}

/** Longer than the time limits of the Kit's stores. It is for stores that have none. */
const timeoutMs = 10_000
