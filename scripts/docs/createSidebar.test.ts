import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createSidebar } from './createSidebar.ts'
import { readPages } from './readPages.ts'

const pages = await readPages(join(import.meta.dirname, '../..'))
const sidebar = createSidebar(pages)

/** The links in the order in which the site leads from one page to the next. */
function flatten(items: typeof sidebar): string[] {
  return items.flatMap(({ link, items = [] }) => [...(link ? [link] : []), ...flatten(items)])
}

test('default: every page is in the menu once', () => {
  const links = pages.map(
    ({ path }) => `/${path.replace(/(^|\/)README\.md$/, '$1').replace('.md', '')}`,
  )
  expect(flatten(sidebar).toSorted()).toEqual(links.toSorted())
})

test('behavior: the pages of a list are nested below it, in the order of the list', () => {
  const lists = sidebar.flatMap(({ items = [] }) => items).filter(({ items }) => items)
  expect(lists.map(({ text }) => text)).toEqual([
    'Components in every state',
    'Error codes',
    'Decisions',
  ])
  expect(lists[1]?.items).toContainEqual({
    text: 'Challenge not valid',
    link: '/errors/nonce_invalid',
  })
})
