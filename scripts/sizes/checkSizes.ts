import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { budgets } from './budgets.ts'
import { measure } from './measure.ts'
import { setBudgets } from './setBudgets.ts'

/*
 * Measures each import statement of `budgets.ts` and fails if one exceeds its budget. To fix that, find what
 * it loads (`esbuild --analyze`), or raise its budget in the change that needs it. `--accept` sets every
 * budget to 5 % more than its size now.
 */
const sizes: number[] = []
for (const budget of budgets) {
  const size = await measure(budget)
  sizes.push(size)
  const verdict = size > budget.gzipBytes ? 'OVER' : '    '
  const numbers = `${String(size).padStart(6)} of ${String(budget.gzipBytes).padStart(6)} B`
  console.log(`${verdict} ${numbers}  ${budget.statement}${budget.isByEsbuild ? ' (esbuild)' : ''}`)
}
if (process.argv.includes('--accept')) {
  const file = join(import.meta.dirname, 'budgets.ts')
  writeFileSync(file, setBudgets(readFileSync(file, 'utf8'), sizes))
} else if (sizes.some((size, index) => size > (budgets[index]?.gzipBytes ?? 0))) {
  process.exitCode = 1
}
