import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createLayout } from './createLayout.ts'
import { findEntry, orderPages } from './menu.ts'
import { readWritten } from './readPages.ts'

const pages = await readWritten(join(import.meta.dirname, '../..'))
const layout = createLayout(pages)

function read(path: string): string {
  return layout(pages.find((page) => page.path === path) ?? { path, markdown: '' }, '', [])
}

test('default: every page is in the order once', () => {
  expect(orderPages(pages).toSorted()).toEqual(pages.map(({ path }) => path).toSorted())
})

test.each(['components/otp-form.md', 'errors/nonce_invalid.md', 'upstreams/bakkt.md'])(
  'default: %s leads to the previous and to the next page',
  (path) => {
    expect(read(path)).toMatch(/rel="prev".*rel="next"/)
  },
)

test('behavior: the menu marks the list that a page belongs to', () => {
  expect(findEntry('errors/nonce_invalid.md')).toBe('errors/README.md')
  expect(read('errors/nonce_invalid.md')).toMatch(
    /errors\/index.html" aria-current="true">Error codes/,
  )
})
