import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Benchmark, Result, Table } from './Benchmark.ts'
import { toGoalRows, toGoalTable } from './goals.ts'
import { describePeers } from './peers.ts'

const file = join(import.meta.dirname, '../docs/benchmarks.md')

/**
 * Writes `docs/benchmarks.md`. Measured sections and their goals replace the previous ones. Sections that were
 * not measured stay, and sections without a benchmark are removed.
 *
 * @param order - every benchmark, as the report shows them.
 */
export function writeReport(
  order: readonly Benchmark[],
  measured: ReadonlyMap<Benchmark, Result>,
): void {
  const former = readParts()
  const formerGoals = readRows(former.get('Goals') ?? '')
  const goals = order.flatMap((benchmark) => {
    const { title } = benchmark
    const result = measured.get(benchmark)
    return result === undefined
      ? formerGoals.filter(([section]) => section === title)
      : toGoalRows(title, result.goals ?? [])
  })
  const parts = order.map((benchmark) => {
    const result = measured.get(benchmark)
    return result === undefined
      ? (former.get(benchmark.title) ?? '')
      : writePart(benchmark, result.tables)
  })
  const texts = [writeHead(), writeGoals(goals), ...parts]
  writeFileSync(file, texts.filter((text) => text !== '').join('\n'))
}

function writeHead(): string {
  return [
    '# Benchmarks',
    '',
    '`npm run bench` compares the Kit with its peers in one run on one machine, and writes this page: edit its text in `bench/`.',
    'Timings differ from machine to machine, so compare the ratios.',
    '',
    `Peers: ${describePeers()}.`,
    '',
  ].join('\n')
}

function writeGoals(rows: readonly (readonly string[])[]): string {
  const about =
    'The goals are upper limits for bytes, for processor time, and for ratios to a peer.'
  return ['## Goals', '', about, '', writeTable(toGoalTable(rows))].join('\n')
}

function writePart({ title, about }: Benchmark, tables: readonly Table[]): string {
  const date = new Date().toISOString().slice(0, 10)
  const measured = `Measured ${date} with Node ${process.versions.node}.`
  return [`## ${title}`, '', about.trim(), '', measured, '', ...tables.map(writeTable)].join('\n')
}

function writeTable({ title, columns, rows }: Table): string {
  const lines = [columns, columns.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`)
  return [...(title === undefined ? [] : [`### ${title}`, '']), ...lines, ''].join('\n')
}

/** Reads the rows of a table, without its heading. */
function readRows(part: string): string[][] {
  const lines = part.split('\n').filter((line) => line.startsWith('|'))
  return lines.slice(2).map((line) => line.slice(2, -2).split(' | '))
}

/** Reads the sections of the current report by their headings. */
function readParts(): Map<string, string> {
  const text = existsSync(file) ? readFileSync(file, 'utf8') : ''
  const [, ...parts] = text.split(/^(?=## )/m)
  return new Map(parts.map((part) => [part.slice(3, part.indexOf('\n')), `${part.trimEnd()}\n`]))
}
