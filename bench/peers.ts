import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

/** The folder of the peers. It is a separate workspace, so that an ordinary installation leaves them out. */
export const peersFolder = join(import.meta.dirname, 'peers')

/** Installs the peers that the benchmarks compare with. */
export function installPeers(): void {
  const pnpm = ['-y', 'pnpm@12.21.0', 'install', '--prefer-offline', '--ignore-scripts']
  execFileSync('npx', pnpm, { cwd: peersFolder, stdio: 'ignore' })
}

/** Imports a peer. Its types are not installed with the repository. */
export function importPeer<module>(name: string): Promise<module> {
  const path = createRequire(join(peersFolder, 'package.json')).resolve(name)
  return import(pathToFileURL(path).href)
}

/** Describes the peers by name and version for the report. */
export function describePeers(): string {
  const manifests = ['package.json', 'wagmi2/package.json'].map((file) => join(peersFolder, file))
  const versions = manifests.flatMap((file): [string, string][] => {
    const { dependencies, devDependencies } = JSON.parse(readFileSync(file, 'utf8'))
    return Object.entries({ ...dependencies, ...devDependencies })
  })
  return [...new Set(versions.map(([name, version]) => `${name} ${version}`))].join(', ')
}
