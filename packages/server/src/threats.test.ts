import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '../../..')
const readRows = async () =>
  [
    ...(await readFile(join(root, 'docs/threats.md'), 'utf8')).matchAll(
      /^\| ([A-Z]-\d\d) \|.*\| (.+) \|$/gm,
    ),
  ].map(([, id = '', text = '']) => ({
    id,
    text,
    files: [...text.matchAll(/`([\w./-]+\.(?:test|spec)\.tsx?)`/g)].map(([, file = '']) => file),
  }))

test('behavior: every test that the table of threats cites exists, with its id', async () => {
  const missing: string[] = []
  for (const { id, text, files } of await readRows()) {
    // A row that starts with a sentence may cite a path from the root of the repository.
    if (!text.startsWith('`')) continue
    for (const file of files) {
      const path = [join(root, 'packages', file), join(root, file)].find(existsSync)
      const source = path === undefined ? '' : await readFile(path, 'utf8')
      if (!new RegExp(`\\b${id}\\b`).test(source)) missing.push(`${id}: ${file}`)
    }
  }
  expect(missing).toEqual([])
})

test('behavior: every row cites a test or says why it has none, and no id is repeated', async () => {
  const rows = await readRows()
  expect(rows.length).toBeGreaterThan(190)
  expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length)
  for (const { id, text, files } of rows)
    expect(text.startsWith('`') ? files.length > 0 : text.length > 20, id).toBe(true)
})
