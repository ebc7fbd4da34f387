import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { installPackage } from './installPackage.ts'

/**
 * Finds a Firefox: FIREFOX_PATH or the system's. If it is missing or too old, installs Debian's package.
 * Playwright's Firefox is not used, because it is a patched build.
 *
 * @throws Error if there is none and none can be installed.
 */
export function ensureFirefox(): string {
  const found = findFirefox()
  if (found !== undefined) return found
  installPackage('firefox-esr')
  const installed = findFirefox()
  if (installed !== undefined) return installed
  throw new Error(
    `There is no Firefox ${oldest} or later, and installing one failed. Set FIREFOX_PATH to yours.`,
  )
}

function findFirefox(): string | undefined {
  const paths = [
    process.env['FIREFOX_PATH'],
    '/usr/bin/firefox-esr',
    '/usr/bin/firefox',
    '/Applications/Firefox.app/Contents/MacOS/firefox',
  ]
  return paths.find((path) => path !== undefined && existsSync(path) && readVersion(path) >= oldest)
}

/** Playwright controls Firefox through commands that earlier versions do not have. */
const oldest = 143

function readVersion(path: string): number {
  const { stdout } = spawnSync(path, ['--version'], { encoding: 'utf8' })
  return Number(/Firefox (\d+)/.exec(stdout ?? '')?.[1] ?? 0)
}
