import { existsSync } from 'node:fs'
import { mkdir, readdir, rm } from 'node:fs/promises'
import { resolve } from 'node:path'
import { assertEmpty } from './assertEmpty.ts'

/**
 * Creates the folder of a new app. An existing folder must be empty.
 *
 * @returns a function that undoes this: it removes what was written to the folder, and the folder if it is new.
 * @throws Error if the folder is a file or is not empty.
 */
export async function claimFolder(folder: string): Promise<() => Promise<void>> {
  const target = resolve(folder)
  await assertEmpty(target)
  const created = existsSync(target) ? undefined : await mkdir(target, { recursive: true })
  return async () => {
    const written = created === undefined ? await readdir(target) : [created]
    // A process that npm started may still write files after npm has ended.
    for (const name of written)
      await rm(resolve(target, name), { recursive: true, force: true, maxRetries: 5 })
  }
}
