import { budgets } from './sizes/budgets.ts'
import { measure } from './sizes/measure.ts'

/*
 * Measures each import statement of `sizes/budgets.ts` and fails when one costs more than it may. To fix:
 * find what it brings along (`esbuild --analyze`), or raise its budget in the change that needs it.
 */
let isOver = false
for (const budget of budgets) {
  const size = await measure(budget)
  const verdict = size > budget.gzipBytes ? 'OVER' : '    '
  isOver ||= size > budget.gzipBytes
  const numbers = `${String(size).padStart(6)} of ${String(budget.gzipBytes).padStart(6)} B`
  console.log(`${verdict} ${numbers}  ${budget.statement}${budget.isByEsbuild ? ' (esbuild)' : ''}`)
}
if (isOver) process.exitCode = 1
