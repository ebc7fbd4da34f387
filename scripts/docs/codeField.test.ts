import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '../..')

test('behavior: every test that the table of the code field names is there', async () => {
  const table = await readFile(join(root, 'docs/code-field.md'), 'utf8')
  const rows = [...table.matchAll(/^\| .+ \| .+ \| `([\w./-]+)`: (.+) \|$/gm)]
  expect(rows.length).toBeGreaterThan(60)
  const missing: string[] = []
  for (const [, file = '', name = ''] of rows)
    if (!(await readFile(find(file), 'utf8')).includes(name)) missing.push(`${file}: ${name}`)
  expect(missing).toEqual([])
})

function find(file: string): string {
  if (file.startsWith('otp-')) return join(root, 'packages/react/src/components', file)
  if (file.startsWith('core/')) return join(root, 'packages', file)
  return join(root, file)
}
