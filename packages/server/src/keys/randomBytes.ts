import type { Bytes } from './Primitives.ts'

/**
 * So many bytes from the system's random source, which is asked for many at once: each question is a call
 * into the system, and was a tenth of what a sign-in takes. No byte is handed out twice, and none stays
 * here once it is.
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
