import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { problems } from '../../packages/core/src/errors/problems.ts'
import { createPages } from './createPages.ts'
import { upstreamRows } from './upstreamRows.ts'

const folder = join(import.meta.dirname, '../../docs/errors')

test('default: each code has a page, and each page has a code', () => {
  const expected = [...Object.keys(problems).map((code) => `${code}.md`), 'README.md'].sort()
  expect(readdirSync(folder).sort()).toEqual(expected)
})

test('behavior: the committed pages are what `node scripts/generateErrorDocs.ts` writes', () => {
  for (const [file, text] of createPages())
    expect(readFileSync(join(folder, file), 'utf8'), file).toBe(text)
})

test('behavior: every page says what happened, what the user sees and what to do', () => {
  for (const [file, text] of createPages()) {
    if (file === 'README.md') continue
    for (const heading of ['What happened', 'What the user sees', 'What to do'])
      expect(text, file).toMatch(new RegExp(`\n## ${heading}\n\n.{20,}`))
    expect(text, file).not.toContain('undefined')
  }
})

test('behavior: every upstream has rows, and no row is duplicated', () => {
  const upstreams = new Set(upstreamRows.map(([upstream]) => upstream))
  expect(upstreams).toEqual(
    new Set(['Bakkt', 'Gnosis Pay', 'BitBadges', 'walt.id', 'OffBlocks', 'any']),
  )
  const rows = upstreamRows.map(([upstream, answer]) => `${upstream}: ${answer}`)
  expect(new Set(rows).size).toBe(rows.length)
})
