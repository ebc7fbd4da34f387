import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '../..')

test.for([
  ['docs/code-field.md', 60],
  ['docs/sign-in-pains.md', 45],
] as const)('behavior: every test that %s cites exists', async ([page, least]) => {
  const table = await readFile(join(root, page), 'utf8')
  const rows = [...table.matchAll(/^\| .+ \| .+ \| `([\w./-]+)`: (.+) \|$/gm)]
  expect(rows.length).toBeGreaterThan(least)
  const missing: string[] = []
  for (const [, file = '', name = ''] of rows)
    if (!(await readFile(find(file), 'utf8')).includes(name)) missing.push(`${file}: ${name}`)
  expect(missing).toEqual([])
})

function find(file: string): string {
  if (/^(?:core|react|server)\//.test(file)) return join(root, 'packages', file)
  const [folder = ''] = file.split('/')
  if (/^(?:otp-|sign-in|redirect-)/.test(folder))
    return join(root, 'packages/react/src/components', file)
  return join(root, file)
}
