import { createFetchTransport } from './createFetchTransport.ts'
import type { Transport } from './Transport.ts'

/**
 * For runtimes other than Node: uses the runtime's `fetch`, looked up at each call because some apps replace
 * it.
 */
export async function createTransport(): Promise<Transport> {
  return createFetchTransport((url, init) => fetch(url, init))
}
