import { createFetchTransport } from './createFetchTransport.ts'
import type { Transport } from './Transport.ts'

/** Where there is no Node: by the runtime's own `fetch`, looked up late, as some replace it. */
export function createTransport(): Transport {
  return createFetchTransport((url, init) => fetch(url, init))
}
