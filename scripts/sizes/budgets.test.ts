import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import * as eip55 from '../../packages/core/src/eip55/index.ts'
import * as problems from '../../packages/core/src/errors/problems.ts'
import * as core from '../../packages/core/src/index.ts'
import { budgets } from './budgets.ts'
import { measure } from './measure.ts'

test("default: every export of core's browser entry points has a budget", () => {
  const statements = budgets.map(({ statement }) => statement)
  const doors = { '@kit/core': core, '@kit/core/eip55': eip55, '@kit/core/problems': problems }
  for (const [door, names] of Object.entries(doors))
    for (const name of Object.keys(names))
      expect(statements).toContain(`export { ${name} } from '${door}'`)
})

test('behavior: a statement counts only the exports that it loads', async () => {
  const cheap = await measure({ statement: "export { findIssue } from '@kit/core'", gzipBytes: 0 })
  const dear = await measure({ statement: "export { contract } from '@kit/core'", gzipBytes: 0 })
  expect(cheap).toBeLessThan(300)
  expect(dear).toBeGreaterThan(cheap * 5)
})

test('behavior: peer dependencies are not counted', async () => {
  const statement = "export { normalizeAddress } from '@kit/core/eip55'"
  const whole = await measure({ statement, gzipBytes: 0 })
  const own = await measure({ statement, gzipBytes: 0, external: ['@noble/hashes/*'] })
  expect(own).toBeLessThan(whole / 2)
})

test('behavior: the sizes in the README of @kit/core are close to the budgets', () => {
  const readme = readFileSync(join(import.meta.dirname, '../../packages/core/README.md'), 'utf8')
  const rows = [...readme.matchAll(/^\| .+ \| (`.+`) \| (?:at most )?(\d\.\d) kB \|$/gm)]
  expect(rows.length).toBeGreaterThan(8)
  for (const [row, names = '', kilobytes] of rows) {
    const sizes = (names.match(/\w+/g) ?? []).map(findBudget)
    const ratio = (Number(kilobytes) * 1000) / Math.max(...sizes)
    expect(ratio, row).toBeGreaterThan(0.8)
    expect(ratio, row).toBeLessThan(1.1)
  }
})

function findBudget(name: string): number {
  const statement = `export { ${name} } from '@kit/core'`
  return budgets.find((budget) => budget.statement === statement)?.gzipBytes ?? 0
}
