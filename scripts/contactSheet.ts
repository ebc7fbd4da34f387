import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { chromium } from 'playwright'
import * as browsers from './machine/browsers.ts'
import { pinMachine } from './machine/pinMachine.ts'
import { startStorybook } from './pictures/startStorybook.ts'

/*
 * Writes pictures of every story in light and dark: `.cache/contact-sheet/index.html` and, with 24 pictures
 * each, `sheet-<n>.png`. Needs Storybook's static build.
 */
const folder = join(import.meta.dirname, '../.cache/contact-sheet')
const perSheet = 24
const themes = ['light', 'dark'] as const

pinMachine()
await mkdir(folder, { recursive: true })
const storybook = await startStorybook()
const browser = await chromium.launch({
  ...browsers.chromium,
  executablePath: storybook.chromium,
})
const context = await browser.newContext({
  viewport: { width: 480, height: 720 },
  reducedMotion: 'reduce',
})
const shots = storybook.stories.flatMap((story) => themes.map((theme) => ({ story, theme })))
await Promise.all(themes.map(takeAll))

const figures = shots.map(({ story, theme }) => {
  const file = `${story.id}-${theme}.png`
  return `<figure><img src="${file}" alt=""><figcaption>${story.id} ${theme}</figcaption></figure>`
})
await writeFile(join(folder, 'index.html'), frame(figures))
const page = await browser.newPage({ viewport: { width: 1500, height: 800 } })
for (let start = 0; start < figures.length; start += perSheet) {
  const name = `sheet-${start / perSheet + 1}`
  await writeFile(join(folder, `${name}.html`), frame(figures.slice(start, start + perSheet)))
  await page.goto(`file://${join(folder, name)}.html`)
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true })
}
await browser.close()
storybook.close()
console.log(`${shots.length} pictures of ${storybook.stories.length} stories in ${folder}`)

async function takeAll(theme: (typeof themes)[number]): Promise<void> {
  const page = await context.newPage()
  await page.emulateMedia({ colorScheme: theme })
  for (const { id } of storybook.stories) {
    await storybook.open(page, id, theme)
    await page.screenshot({ path: join(folder, `${id}-${theme}.png`) })
  }
}

function frame(content: readonly string[]): string {
  return `<!doctype html><meta charset="utf-8"><style>
body { display: grid; grid-template-columns: repeat(6, 1fr); gap: 6px; margin: 6px; font: 11px sans-serif }
figure { margin: 0 } img { width: 100%; border: 1px solid #999 }
</style>${content.join('\n')}`
}
