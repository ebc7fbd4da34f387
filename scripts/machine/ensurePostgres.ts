import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { installPackage } from './installPackage.ts'

/**
 * Finds the folder with PostgreSQL's `initdb` and `postgres`: POSTGRES_BIN_PATH, Debian's, or one on PATH. If
 * there is none, installs it.
 *
 * @throws Error if there is none and none can be installed.
 */
export function ensurePostgres(): string {
  const found = findPostgres()
  if (found !== undefined) return found
  if (!installPackage('postgresql') && process.platform === 'darwin')
    spawnSync('brew', ['install', 'postgresql@17'], { stdio: ['ignore', 'inherit', 'inherit'] })
  const installed = findPostgres()
  if (installed !== undefined) return installed
  throw new Error('There is no PostgreSQL: install it, or set POSTGRES_BIN_PATH to its binaries.')
}

function findPostgres(): string | undefined {
  const given = process.env['POSTGRES_BIN_PATH']
  const onPath = (process.env['PATH'] ?? '').split(delimiter)
  const folders = given === undefined ? [...debian(), ...homebrew, ...onPath] : [given]
  return folders.find((folder) =>
    ['initdb', 'postgres'].every((name) => existsSync(join(folder, name))),
  )
}

/** Debian installs each version in a separate folder, outside of PATH. */
function debian(): string[] {
  const base = '/usr/lib/postgresql'
  const versions = existsSync(base) ? readdirSync(base).map(Number) : []
  return versions
    .toSorted((one, other) => other - one)
    .map((version) => join(base, `${version}`, 'bin'))
}

const homebrew = ['/opt/homebrew/opt/postgresql@17/bin', '/usr/local/opt/postgresql@17/bin']
