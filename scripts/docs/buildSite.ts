import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import MiniSearch from 'minisearch'
import { checkCode } from './checkCode.ts'
import { checkLinks } from './checkLinks.ts'
import { createLayout } from './createLayout.ts'
import { type Page, readTitle, toHtmlPath } from './Page.ts'
import { readPages } from './readPages.ts'
import { createRenderer, type Rendered } from './renderMarkdown.ts'

/**
 * Builds the documentation to `docs-site/`: plain files with relative links, which work from a disk
 * and below any path.
 *
 * @returns How many pages, and a sentence for every fault that was found when `isChecked`.
 */
export async function buildSite(root: string, { isChecked }: { isChecked: boolean }) {
  const site = join(root, 'docs-site')
  const pages = await readPages(root)
  const render = await createRenderer()
  const rendered = new Map<Page, Rendered>(pages.map((page) => [page, render(page)]))
  const layout = createLayout(pages)

  await rm(site, { recursive: true, force: true })
  await cp(join(root, 'docs'), site, { recursive: true, filter: (file) => !file.endsWith('.md') })
  for (const [page, { html }] of rendered) {
    const file = join(site, toHtmlPath(page.path))
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, layout(page, html))
  }
  for (const name of ['site.css', 'site.js'])
    await cp(join(import.meta.dirname, 'site', name), join(site, name))
  const minisearch = createRequire(import.meta.url).resolve('minisearch')
  await cp(join(dirname(minisearch), '../umd/index.js'), join(site, 'minisearch.js'))
  await writeFile(join(site, 'search-index.js'), `window.searchIndex = ${createIndex(pages)}\n`)

  if (!isChecked) return { pageCount: pages.length, faults: [] }
  const readme = { path: '../README.md', markdown: await readFile(join(root, 'README.md'), 'utf8') }
  const faults = checkLinks(root, new Map([...rendered, [readme, render(readme)]]))
  return {
    pageCount: pages.length,
    faults: [...faults, ...(await checkCode(root, [...pages, readme]))],
  }
}

/** As text: a script with it also loads from a disk, where a page may fetch nothing. */
function createIndex(pages: readonly Page[]): string {
  const index = new MiniSearch({ fields: ['title', 'text'], storeFields: ['title'] })
  index.addAll(
    pages.map((page) => ({
      id: toHtmlPath(page.path),
      title: readTitle(page),
      text: page.markdown,
    })),
  )
  return JSON.stringify(JSON.stringify(index))
}
