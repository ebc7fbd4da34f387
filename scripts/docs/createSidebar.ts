import type { DefaultTheme } from 'vitepress'
import { findListed, listed, menu } from './menu.ts'
import { type Page, readTitle } from './Page.ts'

/** Creates the site's menu. Its order is also the order of the links to the previous and the next page. */
export function createSidebar(pages: readonly Page[]): DefaultTheme.SidebarItem[] {
  const byPath = new Map(pages.map((page) => [page.path, page]))
  const toItem = (path: string): DefaultTheme.SidebarItem[] => {
    const page = byPath.get(path)
    if (page === undefined) return []
    const item = { text: toMenuTitle(readTitle(page)), link: toLink(path) }
    if (!listed.test(path) || !path.endsWith('README.md')) return [item]
    return [{ ...item, collapsed: true, items: findListed(page).flatMap(toItem) }]
  }
  return Object.entries(menu).map(([text, paths]) => ({ text, items: paths.flatMap(toItem) }))
}

/** Removes the explanation from a title: "Self-hosted: your own users" becomes "Self-hosted". */
function toMenuTitle(title: string): string {
  return title.replace(/: .*| \(.*\)$/, '')
}

function toLink(path: string): string {
  return `/${path.replace(/(^|\/)README\.md$/, '$1').replace(/\.md$/, '')}`
}
