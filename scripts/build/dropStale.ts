import { existsSync } from 'node:fs'
import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'

/*
 * Removes compiled files from each `dist` whose source no longer exists. The compiler keeps them, and they
 * would be packed.
 */
const packages = join(import.meta.dirname, '../../packages')

for (const name of await readdir(packages)) {
  const dist = join(packages, name, 'dist')
  for (const file of await readdir(dist, { recursive: true })) {
    const [, stem] = /^(.+?)(?:\.d\.ts|\.js)(?:\.map)?$/.exec(file) ?? []
    if (stem === undefined) continue
    const source = join(packages, name, 'src', stem)
    if (!existsSync(`${source}.ts`) && !existsSync(`${source}.tsx`)) await rm(join(dist, file))
  }
}
