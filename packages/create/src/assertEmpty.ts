import { readdir } from 'node:fs/promises'

/** @throws Error if the folder is a file or is not empty. */
export async function assertEmpty(target: string): Promise<void> {
  const present = await readdir(target).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    if (error.code === 'ENOTDIR') throw new Error(`${target} is a file. Choose another name.`)
    throw error
  })
  if (present.length > 0)
    throw new Error(`${target} is not empty. Choose another folder, or empty this one.`)
}
