import { type Page, readTitle, toHtmlPath } from './Page.ts'

/** The pages in the order of the menu; those of a folder stand behind the folder's first page. */
const menu: Record<string, readonly string[]> = {
  Start: ['README.md', 'quick-start.md', 'existing-app.md', 'migrating.md'],
  Use: [
    'contract.md',
    'theming.md',
    'i18n.md',
    'testing.md',
    'troubleshooting.md',
    'errors/README.md',
  ],
  Upstreams: [
    'upstreams/bakkt.md',
    'upstreams/gnosis-pay.md',
    'upstreams/walt-id.md',
    'upstreams/bitbadges.md',
    'upstreams/offblocks.md',
  ],
  Run: [
    'security.md',
    'threats.md',
    'upstream-contracts.md',
    'code-field.md',
    'sign-in-pains.md',
    'email-codes.md',
    'production.md',
    'scale-out.md',
    'benchmarks.md',
  ],
  Reference: [
    'reference/hooks.md',
    'reference/components.md',
    'reference/server.md',
    'reference/core.md',
    'reference/testing.md',
    'reference/testing-react.md',
    'reference/testing-browser.md',
    'reference/api.md',
    'reference/tokens.md',
    'decisions/README.md',
  ],
}

/** Makes the function that puts a page's HTML into the frame with menu and search. */
export function createLayout(pages: readonly Page[]): (page: Page, html: string) => string {
  const byPath = new Map(pages.map((page) => [page.path, page]))
  const toItem = (path: string, base: string, current: string) => {
    const page = byPath.get(path)
    if (page === undefined) return ''
    const mark = path === current ? ' aria-current="page"' : ''
    return `<li><a href="${base}${toHtmlPath(path)}"${mark}>${toText(readTitle(page))}</a></li>`
  }

  return (page, html) => {
    const base = '../'.repeat(page.path.split('/').length - 1)
    const groups = Object.entries(menu).map(([title, paths]) => {
      const items = paths.map((path) => toItem(path, base, page.path)).join('')
      return `<h2>${title}</h2><ul>${items}</ul>`
    })
    return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${toText(readTitle(page))} · Kit</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${base}site.css">
<script src="${base}minisearch.js" defer></script>
<script src="${base}search-index.js" defer></script>
<script src="${base}site.js" data-base="${base}" defer></script>
</head>
<body>
<a class="skip" href="#content">Skip to the text</a>
<header>
<a class="brand" href="${base}index.html">Kit</a>
<search>
<label for="search">Search</label>
<input id="search" type="search" placeholder="nonce_invalid, useSiweLogin, Redis …" autocomplete="off">
<ul class="found" aria-live="polite"></ul>
</search>
<a class="to-menu" href="#menu">All pages</a>
</header>
<main id="content">
${html}</main>
<nav id="menu" aria-label="Pages">
${groups.join('\n')}
</nav>
</body>
</html>
`
  }
}

function toText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}
