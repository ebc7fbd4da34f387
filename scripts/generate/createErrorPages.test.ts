import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { docsUrl, getErrorPage, repositoryUrl } from '../../packages/core/src/errors/docsUrl.ts'
import { problems } from '../../packages/core/src/errors/problems.ts'
import { createErrorPages } from './createErrorPages.ts'
import { upstreamRows } from './upstreamRows.ts'

const root = join(import.meta.dirname, '../..')
const folder = join(root, 'docs/errors')

test('default: each code has a page, and each page has a code', () => {
  const expected = [...Object.keys(problems).map((code) => `${code}.md`), 'README.md'].sort()
  expect(readdirSync(folder).sort()).toEqual(expected)
})

test('behavior: the `type` of each problem links to a page that exists', () => {
  for (const code of Object.keys(problems)) {
    const page = getErrorPage(code)
    expect(page).toMatch(/^https:\/\//)
    expect(existsSync(page.replace(docsUrl, join(root, 'docs'))), page).toBe(true)
  }
})

test('behavior: each package names the repository that the links lead to', () => {
  for (const name of readdirSync(join(root, 'packages'))) {
    const { repository } = JSON.parse(
      readFileSync(join(root, 'packages', name, 'package.json'), 'utf8'),
    )
    expect(repository.url, name).toBe(`git+${repositoryUrl}.git`)
  }
})

test('behavior: the committed pages are what `npm run generate` writes', () => {
  for (const [file, text] of createErrorPages())
    expect(readFileSync(join(folder, file), 'utf8'), file).toBe(text)
})

test('behavior: every page says what happened, what the user sees and what to do', () => {
  for (const [file, text] of createErrorPages()) {
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
