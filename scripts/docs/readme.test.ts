import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { budgets } from '../sizes/budgets.ts'

const root = join(import.meta.dirname, '../..')
const readme = readFileSync(join(root, 'README.md'), 'utf8')
const measured = readFileSync(join(root, 'docs/benchmarks.md'), 'utf8')

/**
 * The numbers in kB of the row that compares bytes: the Kit, RainbowKit, ConnectKit, AppKit, Better Auth, the
 * Kit's email entry.
 */
const [, row = ''] = /^\| card or dialog, gzip, (.+) \|$/m.exec(readme) ?? []
const [card, rainbow, connect, appKit, better, email] = [...row.matchAll(/(\d+) kB/g)].map(
  ([, kilobytes]) => Number(kilobytes),
)

test.for([
  ['RainbowKit', rainbow, '@rainbow-me/rainbowkit'],
  ['ConnectKit', connect, 'connectkit'],
  ['AppKit', appKit, '@reown/appkit'],
  ['Better Auth', better, 'better-auth'],
] as const)('behavior: the size of %s in the README is the measured one', ([, kilobytes, name]) => {
  const line = measured.split('\n').find((text) => text.startsWith(`| ${name},`)) ?? ''
  const [, gzip] = /\| ([\d.]+) kB \([\d.]+\) \| [\d.]+ \|$/.exec(line) ?? []
  expect(Math.abs(Number(gzip) - (kilobytes ?? 0))).toBeLessThanOrEqual(1)
})

test('behavior: the recipe for a log explains every type of event', () => {
  const events = readFileSync(join(root, 'packages/server/src/audit/AuthEvent.ts'), 'utf8')
  const recipes = readFileSync(join(root, 'docs/recipes.md'), 'utf8')
  const [, union = ''] = /readonly type:([^:]+)readonly outcome/.exec(events) ?? []
  const types = [...union.matchAll(/'([\w.]+)'/g)].map(([, type]) => type)
  expect(types).toContain('otp.fuse')
  const rows = recipes.split('\n').filter((line) => line.startsWith('| `'))
  expect(types.filter((type) => !rows.some((row) => row.includes(`\`${type}\``)))).toEqual([])
})

test("behavior: the Kit's sizes in the README match its budgets", () => {
  const find = (names: string) =>
    budgets.find(({ statement, isByEsbuild }) => statement.includes(names) && !isByEsbuild)
  expect(find('{ AuthProvider, SignIn }')?.gzipBytes).toBeDefined()
  // A budget is at most 5 % above the measured size.
  const isClose = (kilobytes = 0, budget = 0) => Math.abs(kilobytes * 1000 - budget) < budget * 0.08
  expect(isClose(card, find('{ AuthProvider, SignIn }')?.gzipBytes)).toBe(true)
  const mail = budgets.find(({ statement }) => statement.includes("'@kit/react/email'"))
  expect(isClose(email, mail?.gzipBytes)).toBe(true)
})
