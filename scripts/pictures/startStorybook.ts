import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright'
import { ensureChromium } from '../machine/ensureChromium.ts'
import { serveFolder } from '../serveFolder.ts'

/** A server of Storybook's static build, and its stories. */
export interface Storybook {
  /** The path of a Chromium. */
  chromium: string
  stories: { id: string; title: string; name: string }[]
  /** Opens a story and waits until it has played and its images and fonts are loaded. */
  open(page: Page, id: string, theme: 'light' | 'dark'): Promise<void>
  close(): void
}

/** @throws Error if there is no build. `npm run build:storybook` creates it. */
export async function startStorybook(): Promise<Storybook> {
  const root = join(import.meta.dirname, '../..')
  const folder = join(root, 'storybook-static')
  if (!existsSync(join(folder, 'index.json')))
    throw new Error('There is no storybook-static: run `npm run build:storybook` first.')
  const index: { entries: Record<string, Entry> } = JSON.parse(
    await readFile(join(folder, 'index.json'), 'utf8'),
  )

  const { url, close } = await serveFolder(folder)

  return {
    chromium: ensureChromium(root),
    stories: Object.values(index.entries).filter(({ type }) => type === 'story'),
    async open(page, id, theme) {
      const query = `id=${id}&viewMode=story&globals=theme:${theme}`
      if (themes.get(page) === theme) await page.evaluate(show(id))
      else await page.goto(`${url}/iframe.html?${query}`)
      themes.set(page, theme)
      await page.waitForFunction(hasPlayed(id), undefined, { timeout: 60_000 })
      await page.evaluate('document.fonts.ready')
    },
    close,
  }
}

type Entry = { id: string; title: string; name: string; type: string }

/** The theme of each page that already shows stories. */
const themes = new WeakMap<Page, string>()

/** Switches to another story in the same page, as a click in Storybook's list does. */
const show = (storyId: string) =>
  `__STORYBOOK_ADDONS_CHANNEL__.emit('setCurrentStory', ${JSON.stringify({ storyId, viewMode: 'story' })})`

const hasPlayed = (id: string) =>
  `globalThis.__STORYBOOK_PREVIEW__?.currentRender?.id === '${id}' &&
  ['finished', 'errored'].includes(__STORYBOOK_PREVIEW__.currentRender.phase)`
