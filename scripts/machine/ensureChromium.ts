import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from 'playwright'
import { installPackage } from './installPackage.ts'

/**
 * Finds a Chromium: CHROMIUM_PATH, the system's, or Playwright's. If there is none, installs the Debian
 * package if possible, otherwise Playwright's.
 *
 * @throws Error if there is none and none can be installed.
 */
export function ensureChromium(root: string): string {
  const found = findChromium()
  if (found !== undefined) return found
  if (!installPackage('chromium'))
    spawnSync(join(root, 'node_modules/.bin/playwright'), ['install', 'chromium'], {
      stdio: ['ignore', 'inherit', 'inherit'],
    })
  const installed = findChromium()
  if (installed !== undefined) return installed
  throw new Error('There is no Chromium, and installing one failed. Set CHROMIUM_PATH to yours.')
}

function findChromium(): string | undefined {
  const paths = [process.env['CHROMIUM_PATH'], '/usr/bin/chromium', chromium.executablePath()]
  return paths.find((path) => path !== undefined && existsSync(path))
}
