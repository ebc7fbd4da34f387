import type { Bytes } from './Primitives.ts'

/**
 * Returns random bytes from the system. They are fetched in batches, because fetching them one by one took a
 * tenth of a sign-in's time in system calls. Returned bytes are erased here, so that none is returned twice.
 */
export function randomBytes(length: number): Bytes {
  if (length > pool.length) return crypto.getRandomValues(new Uint8Array(length))
  if (used + length > pool.length) {
    crypto.getRandomValues(pool)
    used = 0
  }
  const bytes = pool.slice(used, used + length)
  pool.fill(0, used, used + length)
  used += length
  return bytes
}

const pool = new Uint8Array(1024)
let used = pool.length
