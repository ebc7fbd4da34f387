import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { chromium, type Page } from 'playwright'
import { compileExamples } from '../docs/compileExamples.ts'
import * as browsers from '../machine/browsers.ts'
import { ensureChromium } from '../machine/ensureChromium.ts'
import { serveFolder } from '../serveFolder.ts'

/*
 * Opens each docs page in Storybook's static build, and compiles the code that "Show code" reveals below each story,
 * as if a reader had pasted it. Run `npm run build:storybook` first.
 */
const root = join(import.meta.dirname, '../..')
const build = join(root, 'storybook-static')
const folder = join(root, 'apps/demo/.shown-code')

const index: { entries: Record<string, { type: string; title: string }> } = JSON.parse(
  await readFile(join(build, 'index.json'), 'utf8'),
)
await rm(folder, { recursive: true, force: true })
await mkdir(folder, { recursive: true })

const site = await serveFolder(build)
const browser = await chromium.launch({
  ...browsers.chromium,
  executablePath: ensureChromium(root),
})
const page = await browser.newPage()
// Other checks run at the same time.
page.setDefaultTimeout(180_000)
// Stories in frames are neither needed nor played.
await page.route(/viewMode=story/, (route) => route.abort())
const faults: string[] = []
let count = 0
for (const [id, { type, title }] of Object.entries(index.entries)) {
  if (type !== 'docs') continue
  const codes = await readShownCode(page, `${site.url}/iframe.html?viewMode=docs&id=${id}`)
  if (codes === undefined) faults.push(`${title}: Storybook cannot show the page.`)
  // Many stories differ only in what their backend answers.
  for (const [position, code] of [...new Set(codes)].entries()) {
    const name = `${title.replaceAll(/\W+/g, '-')}-${position + 1}.tsx`
    await writeFile(join(folder, name), `${code}\n`)
    count += 1
  }
}
await browser.close()
site.close()

if (count === 0) faults.push('No page of Storybook shows code.')
faults.push(...(await compileExamples(folder)))
for (const fault of faults) console.error(fault)
if (faults.length > 0) process.exitCode = 1
else console.log(`${count} pieces of shown code compile.`)

/** Returns the code below each story of a page, or `undefined` if the page has an error. */
async function readShownCode(page: Page, url: string): Promise<string[] | undefined> {
  await page.goto(url)
  const body = page.locator('body.sb-show-errordisplay, body:has(#storybook-docs h1)')
  await body.waitFor({ state: 'attached' })
  if (/sb-show-errordisplay/.test((await body.getAttribute('class')) ?? '')) return undefined
  // Clicks all at once: Playwright would scroll to each and wait until it is still.
  await page
    .locator('.docblock-code-toggle[aria-expanded=false]')
    .evaluateAll((toggles: HTMLElement[]) => {
      for (const toggle of toggles) toggle.click()
    })
  const ids = await page
    .locator('.docblock-code-toggle[aria-expanded=true]')
    .evaluateAll((toggles) => toggles.map((toggle) => toggle.getAttribute('aria-controls') ?? ''))
  const codes = ids.map((id) => page.locator(`[id="${id}"] pre`).textContent())
  return Promise.all(codes.map(async (code) => (await code) ?? ''))
}
