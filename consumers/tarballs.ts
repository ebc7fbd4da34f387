import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The one version of all packages. */
export const { version }: { version: string } = JSON.parse(
  readFileSync(join(import.meta.dirname, '../packages/core/package.json'), 'utf8'),
)

/** The folders below `packages`, as they are packed. */
export const packages = ['core', 'react', 'server', 'sandbox', 'testing', 'create-kit'] as const

/** What a package is called where one installs it. */
export function namePackage(folder: string): string {
  return folder === 'create-kit' ? folder : `@kit/${folder}`
}

/** How `pnpm pack` calls the file. */
export function nameTarball(folder: string, version: string): string {
  return `${namePackage(folder).replace('@', '').replace('/', '-')}-${version}.tgz`
}
