import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

/** Where the peers are installed: a workspace of its own, so that nothing else brings them. */
export const peersFolder = join(import.meta.dirname, 'peers')

/** Installs what the benchmarks measure ours against. */
export function installPeers(): void {
  const pnpm = ['-y', 'pnpm@12.21.0', 'install', '--prefer-offline', '--ignore-scripts']
  execFileSync('npx', pnpm, { cwd: peersFolder, stdio: 'ignore' })
}

/** Imports a peer, whose types are not installed with the repository. */
export function importPeer<module>(name: string): Promise<module> {
  const path = createRequire(join(peersFolder, 'package.json')).resolve(name)
  return import(pathToFileURL(path).href)
}

/** Names and versions, as the report shows them. */
export function describePeers(): string {
  const manifests = ['package.json', 'wagmi2/package.json'].map((file) => join(peersFolder, file))
  const versions = manifests.flatMap((file): [string, string][] => {
    const { dependencies, devDependencies } = JSON.parse(readFileSync(file, 'utf8'))
    return Object.entries({ ...dependencies, ...devDependencies })
  })
  return [...new Set(versions.map(([name, version]) => `${name} ${version}`))].join(', ')
}
