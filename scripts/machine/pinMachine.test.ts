import { chromium, type Page } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as browsers from './browsers.ts'

let page: Page
beforeAll(async () => {
  const browser = await chromium.launch(browsers.chromium)
  page = await browser.newPage(browsers.context)
})
afterAll(() => page.context().browser()?.close())

/** Returns the fonts that the browser used for a text. */
async function findFonts(style: string, text: string): Promise<string[]> {
  await page.setContent(`<p style="font: 16px ${style}">${text}</p>`)
  const session = await page.context().newCDPSession(page)
  await session.send('DOM.enable')
  await session.send('CSS.enable')
  const { root } = await session.send('DOM.getDocument')
  const { nodeId } = await session.send('DOM.querySelector', { nodeId: root.nodeId, selector: 'p' })
  const { fonts } = await session.send('CSS.getPlatformFontsForNode', { nodeId })
  return fonts.map(({ familyName }) => familyName).toSorted()
}

test.for([
  ['serif', 'DejaVu Serif'],
  ['"Times New Roman"', 'DejaVu Serif'],
  ['sans-serif', 'DejaVu Sans'],
  ['Arial', 'DejaVu Sans'],
  ['system-ui', 'DejaVu Sans'],
  ['cursive', 'DejaVu Sans'],
  ['fantasy', 'DejaVu Sans'],
  ['monospace', 'DejaVu Sans Mono'],
  ['ui-monospace, monospace', 'DejaVu Sans Mono'],
])('default: %s is drawn with %s', async ([style = '', family]) => {
  expect(await findFonts(style, 'Sign in')).toEqual([family])
})

test('behavior: no letter is drawn with a font of the machine', async () => {
  const families = await findFonts('serif', 'Привет שלום مرحبا नमस्ते 你好 안녕 😀 👩‍🚀 𝕬')
  for (const family of families) expect(family).toMatch(/^DejaVu /)
})

test('behavior: the language, the time zone and file permissions are the same everywhere', () => {
  const { locale, timeZone } = Intl.DateTimeFormat().resolvedOptions()
  expect([locale, timeZone, process.umask()]).toEqual(['en-US', 'UTC', 0o022])
})
