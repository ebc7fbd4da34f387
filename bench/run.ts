import type { Benchmark, Result, Table } from './Benchmark.ts'
import { toGoalRows, toGoalTable } from './goals.ts'
import { installPeers } from './peers.ts'
import { writeReport } from './writeReport.ts'

/*
 * `npm run bench [name…]`: installs the peers, runs all benchmarks or the named ones, prints their tables,
 * and writes `docs/benchmarks.md`.
 */
const names = [
  'bytes',
  'trueCost',
  'firstLoad',
  'clicks',
  'typing',
  'messages',
  'route',
  'coldStart',
]

const chosen = process.argv.slice(2)
const unknown = chosen.filter((name) => !names.includes(name))
if (unknown.length > 0)
  throw new Error(`There is no ${unknown.join(', ')}, only ${names.join(', ')}.`)

installPeers()
const benchmarks: Benchmark[] = []
for (const name of names) benchmarks.push((await import(`./benchmarks/${name}.ts`)).benchmark)

const measured = new Map<Benchmark, Result>()
for (const [index, benchmark] of benchmarks.entries()) {
  if (chosen.length > 0 && !chosen.includes(names[index] ?? '')) continue
  const result = await benchmark.run()
  measured.set(benchmark, result)
  for (const table of result.tables) print(table, benchmark.title)
  // The report is written after each benchmark, so that a later failure does not lose earlier results.
  writeReport(benchmarks, measured)
}

const rows = [...measured].flatMap(([{ title }, { goals = [] }]) => toGoalRows(title, goals))
if (rows.length > 0) print(toGoalTable(rows), 'Goals')

function print(table: Table, section: string): void {
  console.log(`\n${[section, table.title].filter((text) => text !== undefined).join(': ')}`)
  const lines = [table.columns, ...table.rows]
  const widths = table.columns.map((_, column) =>
    Math.max(...lines.map((line) => line[column]?.length ?? 0)),
  )
  for (const line of lines)
    console.log(
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
}
