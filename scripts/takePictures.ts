import { mkdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { chromium } from 'playwright'
import { startStorybook } from './pictures/startStorybook.ts'

/*
 * Takes the pictures of the documentation from Storybook's static build (`npm run build:storybook`
 * first): `docs/images/<name>-<theme>.png`, each below 100 kB.
 */
const pictures = {
  'sign-in': { id: 'sign-in-signin--default', shows: 'Aurora Wallet' },
  code: { id: 'sign-in-signin--awaiting-code', shows: 'Verify code' },
}

const folder = join(import.meta.dirname, '../docs/images')
const maxBytes = 100_000

await mkdir(folder, { recursive: true })
const storybook = await startStorybook()
const browser = await chromium.launch({
  executablePath: storybook.chromium,
  args: ['--no-sandbox'],
})
for (const colorScheme of ['light', 'dark'] as const) {
  const page = await browser.newPage({ colorScheme, viewport: { width: 560, height: 560 } })
  for (const [name, { id, shows }] of Object.entries(pictures)) {
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
