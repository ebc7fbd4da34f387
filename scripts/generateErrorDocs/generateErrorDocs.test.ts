import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { problems } from '../../packages/core/src/errors/problems.ts'
import { createPages } from './createPages.ts'
import { upstreamRows } from './upstreamRows.ts'

const folder = join(import.meta.dirname, '../../docs/errors')

test('default: each code has its page, and each page its code', () => {
  const expected = [...Object.keys(problems).map((code) => `${code}.md`), 'README.md'].sort()
  expect(readdirSync(folder).sort()).toEqual(expected)
})

test('behavior: what is checked in is what `node scripts/generateErrorDocs.ts` writes', () => {
  for (const [file, text] of createPages())
    expect(readFileSync(join(folder, file), 'utf8'), file).toBe(text)
})

test('behavior: every page says what happened, what is seen and what to do', () => {
  for (const [file, text] of createPages()) {
    if (file === 'README.md') continue
    for (const heading of ['What happened', 'What the user sees', 'What you do'])
      expect(text, file).toMatch(new RegExp(`\n## ${heading}\n\n.{20,}`))
    expect(text, file).not.toContain('undefined')
  }
})

test('behavior: every upstream has rows, and no row stands there twice', () => {
  const upstreams = new Set(upstreamRows.map(([upstream]) => upstream))
  expect(upstreams).toEqual(
    new Set(['Bakkt', 'Gnosis Pay', 'BitBadges', 'walt.id', 'OffBlocks', 'any']),
  )
  const rows = upstreamRows.map(([upstream, answer]) => `${upstream}: ${answer}`)
  expect(new Set(rows).size).toBe(rows.length)
})
