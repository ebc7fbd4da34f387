import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Benchmark, Table } from './Benchmark.ts'
import { describePeers } from './peers.ts'

const file = join(import.meta.dirname, '../docs/benchmarks.md')

/**
 * Writes `docs/benchmarks.md`. Measured sections replace those with their headings. Sections that were not
 * measured stay, and those without a benchmark are removed.
 *
 * @param order - every benchmark, as the report shows them.
 */
export function writeReport(
  order: readonly Benchmark[],
  measured: ReadonlyMap<Benchmark, readonly Table[]>,
): void {
  const former = readParts()
  const parts = order.map((benchmark) => {
    const tables = measured.get(benchmark)
    return tables === undefined ? (former.get(benchmark.title) ?? '') : writePart(benchmark, tables)
  })
  writeFileSync(file, [head(), ...parts].filter((part) => part !== '').join('\n'))
}

function head(): string {
  return [
    '# Benchmarks',
    '',
    'Ours and the peers in one run on one machine, by `npm run bench`. Timings on shared machines are noise, so what is',
    'compared are ratios. The run writes this page, so edit its text in `bench/`.',
    '',
    `Peers: ${describePeers()}.`,
    '',
  ].join('\n')
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

/** Reads the sections of the current report by their headings. */
function readParts(): Map<string, string> {
  const text = existsSync(file) ? readFileSync(file, 'utf8') : ''
  const [, ...parts] = text.split(/^(?=## )/m)
  return new Map(parts.map((part) => [part.slice(3, part.indexOf('\n')), `${part.trimEnd()}\n`]))
}
