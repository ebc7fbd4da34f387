import { problem } from '../problem.ts'
import { within } from '../within.ts'

/** Fails closed: what cannot be counted is refused. */
export async function guard<result>(ask: () => Promise<result>): Promise<result> {
  try {
    return await within(timeoutMs, ask, 'The store did not answer in time.')
  } catch (cause) {
    throw problem('store_unavailable', { retryAfterSeconds: 5, cause })
  }
}

/** More than the limits of the Kit's stores, for one that has none. */
const timeoutMs = 10_000
