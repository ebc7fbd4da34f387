import { mkdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { chromium } from 'playwright'
import * as browsers from './machine/browsers.ts'
import { pinMachine } from './machine/pinMachine.ts'
import { startStorybook } from './pictures/startStorybook.ts'

/*
 * Takes the pictures of the documentation from Storybook's static build (run `npm run build:storybook`
 * first): `docs/images/<name>-<theme>.png`, each below 100 kB.
 */
const both = ['light', 'dark'] as const
const light = ['light'] as const
const pictures = {
  // The default story leaves a connected wallet.
  'sign-in': { id: 'sign-in-signin--first-paint', shows: 'Aurora Wallet', themes: both },
  code: { id: 'sign-in-signin--awaiting-code', shows: 'Verify code', themes: both },
  'preset-minimal': { id: 'sign-in-signin--preset-minimal', shows: 'Aurora Wallet', themes: light },
  'preset-soft': { id: 'sign-in-signin--preset-soft', shows: 'Aurora Wallet', themes: light },
  'preset-contrast': {
    id: 'sign-in-signin--preset-contrast',
    shows: 'Aurora Wallet',
    themes: light,
  },
}

const folder = join(import.meta.dirname, '../docs/images')
const maxBytes = 100_000

pinMachine()
await mkdir(folder, { recursive: true })
const storybook = await startStorybook()
const browser = await chromium.launch({
  ...browsers.chromium,
  executablePath: storybook.chromium,
})
for (const colorScheme of both) {
  const page = await browser.newPage({ colorScheme, viewport: { width: 560, height: 560 } })
  for (const [name, { id, shows, themes }] of Object.entries(pictures)) {
    if (!themes.some((theme) => theme === colorScheme)) continue
    const path = join(folder, `${name}-${colorScheme}.png`)
    await storybook.open(page, id, colorScheme)
    await page.getByRole('button', { name: shows }).waitFor()
    await page.screenshot({ path, fullPage: true })
    const { size } = await stat(path)
    if (size > maxBytes) throw new Error(`${path} has ${size} bytes, more than ${maxBytes}.`)
    console.log(`${path}: ${size} bytes`)
  }
}
await browser.close()
storybook.close()
