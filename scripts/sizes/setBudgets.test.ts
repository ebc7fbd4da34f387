import { expect, test } from 'vitest'
import { setBudgets } from './setBudgets.ts'

const source = `const core = 'a', 7
export const budgets = [
  core('a, b', 100),
  { statement: 'c', gzipBytes: 9_390, external: [] },
]`

test('default', () => {
  expect(setBudgets(source, [1000, 2001])).toBe(`const core = 'a', 7
export const budgets = [
  core('a, b', 1050),
  { statement: 'c', gzipBytes: 2110, external: [] },
]`)
})

test('behavior: a number of sizes that differs from the number of budgets is refused', () => {
  expect(() => setBudgets(source, [1000])).toThrow('There are 2 budgets for 1 sizes.')
})
