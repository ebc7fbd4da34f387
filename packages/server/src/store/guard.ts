import { problem } from '../problem.ts'

/** Fails closed: what cannot be counted is refused. */
export async function guard<result>(ask: () => Promise<result>): Promise<result> {
  try {
    return await ask()
  } catch (cause) {
    throw problem('store_unavailable', { retryAfterSeconds: 5, cause })
  }
}
