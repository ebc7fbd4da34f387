import { createFetchTransport } from './createFetchTransport.ts'
import type { Transport } from './Transport.ts'

/**
 * Creates the transport for runtimes other than Node. It uses the runtime's `fetch`, which is looked up at each
 * call because some apps replace it.
 */
export async function createTransport(): Promise<Transport> {
  return createFetchTransport((url, init) => fetch(url, init))
}
