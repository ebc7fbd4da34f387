import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from 'playwright'
import { installPackage } from './installPackage.ts'

/**
 * The path of a Chromium: CHROMIUM_PATH, the system's, the one that Playwright has; else it is
 * installed, as a Debian package where that is possible, by Playwright elsewhere.
 *
 * @throws Error when there is none and none can be installed.
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
