import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '../..')
const row = /^\| `([\w./-]+\.md)` \| (.+) \| `([\w./-]+)`: (.+) \|$/gm

test('behavior: every claim is on its page, and its test exists', async () => {
  const rows = [...(await readFile(join(root, 'docs/claims.md'), 'utf8')).matchAll(row)]
  expect(rows.length).toBeGreaterThan(55)
  const faults: string[] = []
  for (const [, page = '', claim = '', file = '', name = ''] of rows) {
    if (!(await read(page)).includes(claim)) faults.push(`${page} does not say "${claim}"`)
    if (!(await read(file)).includes(name)) faults.push(`${file} has no test "${name}"`)
  }
  expect(faults).toEqual([])
})

/** Line breaks and escaped quotes do not matter. */
async function read(path: string): Promise<string> {
  const file = join(root, path)
  if (!existsSync(file)) return ''
  return (await readFile(file, 'utf8')).replaceAll("\\'", "'").replace(/\s+/g, ' ')
}
