import { existsSync } from 'node:fs'
import { installPackage } from './installPackage.ts'

/**
 * The path of a Firefox: FIREFOX_PATH, the system's; else Debian's is installed. Playwright's own is another
 * browser, with patches.
 *
 * @throws Error when there is none and none can be installed.
 */
export function ensureFirefox(): string {
  const found = findFirefox()
  if (found !== undefined) return found
  installPackage('firefox-esr')
  const installed = findFirefox()
  if (installed !== undefined) return installed
  throw new Error('There is no Firefox, and installing one failed. Set FIREFOX_PATH to yours.')
}

function findFirefox(): string | undefined {
  const paths = [
    process.env['FIREFOX_PATH'],
    '/usr/bin/firefox-esr',
    '/usr/bin/firefox',
    '/Applications/Firefox.app/Contents/MacOS/firefox',
  ]
  return paths.find((path) => path !== undefined && existsSync(path))
}
