import { existsSync } from 'node:fs'
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import MiniSearch from 'minisearch'
import { checkCode } from './checkCode.ts'
import { checkLinks } from './checkLinks.ts'
import { createLayout } from './createLayout.ts'
import { createLlmsFiles } from './createLlmsFiles.ts'
import { createRegistry } from './createRegistry.ts'
import { checkMenu } from './menu.ts'
import { type Page, readTitle, toHtmlPath } from './Page.ts'
import { readPages } from './readPages.ts'
import { createRenderer, type Rendered } from './renderMarkdown.ts'

/**
 * Builds the documentation to `docs-site/`: plain files with relative links, which work from disk and below any
 * path. Only the stories need a server. They are part of the site if `npm run build:storybook` has built them.
 *
 * @returns How many pages there are, and a sentence for every fault if `isChecked`.
 */
export async function buildSite(root: string, { isChecked }: { isChecked: boolean }) {
  const site = join(root, 'docs-site')
  const pages = await readPages(root)
  const storybook = join(root, 'storybook-static')
  const hasStories = existsSync(join(storybook, 'iframe.html'))
  const render = await createRenderer({ hasStories })
  const rendered = new Map<Page, Rendered>(pages.map((page) => [page, render(page)]))
  const layout = createLayout(pages)

  await rm(site, { recursive: true, force: true })
  await cp(join(root, 'docs'), site, { recursive: true, filter: (file) => !file.endsWith('.md') })
  await cp(join(root, '.storybook/pictures'), join(site, 'pictures'), { recursive: true })
  if (hasStories) await cp(storybook, join(site, 'storybook'), { recursive: true })
  for (const [page, { html, headings }] of rendered) {
    const file = join(site, toHtmlPath(page.path))
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, layout(page, html, headings))
    await writeFile(join(site, page.path), page.markdown)
  }
  for (const [name, text] of Object.entries(createLlmsFiles(pages)))
    await writeFile(join(site, name), text)
  await mkdir(join(site, 'r'))
  for (const [name, text] of Object.entries(await createRegistry(root)))
    await writeFile(join(site, 'r', name), text)
  for (const name of ['site.css', 'site.js', 'tabs.js'])
    await cp(join(import.meta.dirname, 'site', name), join(site, name))
  const minisearch = createRequire(import.meta.url).resolve('minisearch')
  await cp(join(dirname(minisearch), '../umd/index.js'), join(site, 'minisearch.js'))
  await writeFile(join(site, 'search-index.js'), `window.searchIndex = ${createIndex(rendered)}\n`)

  if (!isChecked) return { pageCount: pages.length, faults: [] }
  const readme = { path: '../README.md', markdown: await readFile(join(root, 'README.md'), 'utf8') }
  const faults = checkLinks(root, new Map([...rendered, [readme, render(readme)]]))
  return {
    pageCount: pages.length,
    faults: [...faults, ...checkMenu(pages), ...(await checkCode(root, [...pages, readme]))],
  }
}

/**
 * Creates the search index, with an entry for each heading, so that a search for an option leads to its table
 * and not to the top of a long page. The index is a script, because a page that is opened from a disk may load
 * scripts but not fetch JSON.
 */
function createIndex(rendered: ReadonlyMap<Page, Rendered>): string {
  const index = new MiniSearch({ fields, storeFields: ['title', 'page'] })
  for (const [page, { headings }] of rendered)
    index.addAll(
      headings.map(({ id, text, body }, at) => ({
        id: at === 0 ? toHtmlPath(page.path) : `${toHtmlPath(page.path)}#${id}`,
        title: text,
        page: at === 0 ? '' : readTitle(page),
        text: body,
        names: readNames(body),
      })),
    )
  return JSON.stringify(JSON.stringify(index))
}

/**
 * Returns the first column of a table of options, so that a search for a name first finds the table that
 * explains it.
 */
function readNames(body: string): string {
  return [...body.matchAll(/^\| `([^`]+)` \|/gm)].map(([, name = '']) => name).join(' ')
}

const fields = ['title', 'text', 'names']
