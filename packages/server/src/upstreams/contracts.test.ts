import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '../../../..')

test('behavior: every test and every sentence that the table of contracts cites exists', async () => {
  const table = await readFile(join(root, 'docs/upstream-contracts.md'), 'utf8')
  const start = table.indexOf('## The five public pages, line by line')
  const tests = [...table.matchAll(/\| `([\w./-]+\.test\.tsx?)`: (.+) \|$/gm)]
  const sentences = [...table.matchAll(/\| \[[\w-]+\]\(([\w./-]+)\): “(.+)” \|$/gm)]
  const shown = [...tests, ...sentences].filter(({ index }) => index > start)
  // Each of the five tables has two heading rows.
  const rows = table
    .slice(start)
    .split('\n')
    .filter((line) => line.startsWith('|'))
  expect(shown.length).toBe(rows.length - 2 * 5)
  expect(shown.length).toBeGreaterThan(150)

  const missing: string[] = []
  for (const [, file = '', name = ''] of tests) {
    const isHere = !file.includes('/src/')
    const path = isHere ? join(import.meta.dirname, file) : join(root, 'packages', file)
    const source = await readFile(path, 'utf8').catch(() => '')
    if (!["'", '"', '`'].some((quote) => source.includes(`${quote}${name}${quote}`)))
      missing.push(`${file}: ${name}`)
  }
  for (const [, page = '', sentence = ''] of sentences) {
    const text = await readFile(join(root, 'docs', page), 'utf8').catch(() => '')
    if (!text.replaceAll(/\s+/g, ' ').includes(sentence)) missing.push(`${page}: ${sentence}`)
  }
  expect(missing).toEqual([])
})
