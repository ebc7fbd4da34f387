import { mkdir, open } from 'node:fs/promises'
import { dirname } from 'node:path'

/**
 * Creates the folder and the file of a database if they do not exist, so that other accounts of the machine cannot
 * read it, whatever its umask says. SQLite gives the files beside it the same permissions.
 */
export async function createPrivateFile(file: string): Promise<void> {
  if (file === ':memory:') return
  await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  await (await open(file, 'a', 0o600)).close()
}
