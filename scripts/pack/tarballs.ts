import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The version that all packages share. */
export const { version }: { version: string } = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../packages/core/package.json'), 'utf8'),
)

/** The published packages' folders below `packages`. */
export const packages = ['core', 'react', 'server', 'sandbox', 'testing', 'create'] as const

/** Returns the name under which a package is installed. */
export function namePackage(folder: string): string {
  return `@kit/${folder}`
}

/** Returns the file name that `pnpm pack` gives a package. */
export function nameTarball(folder: string, version: string): string {
  return `${namePackage(folder).replace('@', '').replace('/', '-')}-${version}.tgz`
}
