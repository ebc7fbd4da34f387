import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { packAll } from './packAll.ts'

/**
 * Packs the built packages, and removes the tarballs when a function has used them. Several commands may do so
 * at once.
 */
export async function packTemporarily<result>(
  use: (folder: string) => result | Promise<result>,
): Promise<result> {
  const cache = join(import.meta.dirname, '../../.cache')
  await mkdir(cache, { recursive: true })
  const packed = await mkdtemp(join(cache, 'packed-'))
  try {
    await packAll(packed)
    return await use(packed)
  } finally {
    await rm(packed, { recursive: true })
  }
}
