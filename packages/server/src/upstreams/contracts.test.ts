import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'

test('behavior: every test that the table of contracts cites exists', async () => {
  const table = await readFile(
    join(import.meta.dirname, '../../../../docs/upstream-contracts.md'),
    'utf8',
  )
  const rows = [...table.matchAll(/\| `([\w./-]+\.test\.ts)`: (.+) \|$/gm)]
  expect(rows.length).toBeGreaterThan(60)
  const sources = import.meta.glob<string>('./**/*.test.ts', {
    eager: true,
    query: '?raw',
    import: 'default',
  })
  const missing = rows.filter(([, file, name = '']) => !sources[`./${file}`]?.includes(name))
  expect(missing.map(([, file, name]) => `${file}: ${name}`)).toEqual([])
})
