import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { packages } from './tarballs.ts'

const root = join(import.meta.dirname, '../..')

/** Packs the built packages as they would be published. */
export async function packAll(folder: string): Promise<void> {
  const command = ['-y', 'pnpm@12.21.0', 'pack', '--pack-destination', folder]
  const pack = (name: string) =>
    promisify(execFile)('npx', command, { cwd: join(root, 'packages', name) })
  await Promise.all(packages.map(pack))
}
