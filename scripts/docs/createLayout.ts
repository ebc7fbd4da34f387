import { repositoryUrl } from '../../packages/core/src/errors/docsUrl.ts'
import { findEntry, menu, orderPages } from './menu.ts'
import { type Page, readTitle, toHtmlPath } from './Page.ts'
import type { Heading } from './renderMarkdown.ts'

/**
 * Creates the function that puts a page's HTML into the layout: menu, search, headings, and links to the
 * previous and next page.
 */
export function createLayout(
  pages: readonly Page[],
): (page: Page, html: string, headings: readonly Heading[]) => string {
  const byPath = new Map(pages.map((page) => [page.path, page]))
  const order = orderPages(pages)
  const toLink = (
    path: string,
    base: string,
    attributes: string,
    shorten = (title: string) => title,
  ) => {
    const page = byPath.get(path)
    if (page === undefined) return ''
    const title = toText(shorten(readTitle(page)))
    return `<a href="${base}${toHtmlPath(path)}"${attributes}>${title}</a>`
  }

  return (page, html, headings) => {
    const base = '../'.repeat(page.path.split('/').length - 1)
    const entry = findEntry(page.path)
    const groups = Object.entries(menu).map(([title, paths]) => {
      const items = paths.map((path) => {
        const mark = path === entry ? ` aria-current="${path === page.path ? 'page' : 'true'}"` : ''
        return `<li>${toLink(path, base, mark, toMenuTitle)}</li>`
      })
      return `<h2>${title}</h2><ul>${items.join('')}</ul>`
    })
    const at = order.indexOf(page.path)
    const before = at > 0 ? toLink(order[at - 1] ?? '', base, ' rel="prev"') : ''
    const after = at === -1 ? '' : toLink(order[at + 1] ?? '', base, ' rel="next"')
    const markdown = page.path.split('/').at(-1)
    return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${toText(readTitle(page))} · Kit</title>
<link rel="icon" href="data:,">
<link rel="alternate" type="text/markdown" href="${markdown}">
<link rel="stylesheet" href="${base}site.css">
<script src="${base}minisearch.js" defer></script>
<script src="${base}search-index.js" defer></script>
<script src="${base}site.js" data-base="${base}" defer></script>
<script src="${base}tabs.js" defer></script>
</head>
<body>
<a class="skip" href="#content">Skip to the text</a>
<header>
<a class="brand" href="${base}index.html">Kit</a>
<search>
<label for="search">Search</label>
<input id="search" type="search" placeholder="Search: nonce_invalid, useSiweLogin, Redis …" autocomplete="off">
<ul class="found" aria-live="polite"></ul>
</search>
<a class="to-menu" href="#menu">All pages</a>
</header>
<main id="content">
${html.replace('</h1>\n', `</h1>\n${foldHeadings(headings)}`)}<footer>
<nav class="walk" aria-label="Previous and next page">${before}${after}</nav>
<p><a href="${markdown}">This page as Markdown</a> · <a href="${repositoryUrl}/edit/main/docs/${page.path}">Edit it</a></p>
</footer>
</main>
<nav id="menu" aria-label="Pages">
${groups.join('\n')}
</nav>
${describeHeadings(headings)}
</body>
</html>
`
  }
}

/** A title without its explanation: "Self-hosted: your own users" is "Self-hosted". */
function toMenuTitle(title: string): string {
  return title.replace(/: .*| \(.*\)$/, '')
}

/** The table of contents, for pages that are long enough to need one. */
function describeHeadings(headings: readonly Heading[]): string {
  const list = listHeadings(headings)
  if (list === '') return ''
  return `<nav class="contents" aria-label="On this page"><h2>On this page</h2>${list}</nav>`
}

/** The same for a window that is too narrow for it: the reader can open it below the title. */
function foldHeadings(headings: readonly Heading[]): string {
  const list = listHeadings(headings)
  if (list === '') return ''
  return `<details class="folded"><summary>On this page</summary>${list}</details>\n`
}

function listHeadings(headings: readonly Heading[]): string {
  const listed = headings.filter(({ depth }) => depth === 2)
  if (listed.length < 3) return ''
  return `<ul>${listed.map(({ id, text }) => `<li><a href="#${id}">${toText(text)}</a></li>`).join('')}</ul>`
}

function toText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}
