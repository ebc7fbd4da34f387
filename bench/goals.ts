import type { Goal, Table } from './Benchmark.ts'

/** Converts the goals of one benchmark to rows, each with the benchmark's title. */
export function toGoalRows(title: string, goals: readonly Goal[]): string[][] {
  return goals.map(({ what, atMost, measured }) => [
    title,
    what,
    show(atMost),
    show(measured),
    measured <= atMost ? 'met' : 'missed',
  ])
}

/** Creates the table of goals. */
export function toGoalTable(rows: readonly (readonly string[])[]): Table {
  const columns = ['benchmark', 'goal', 'at most', 'measured', 'result']
  return { columns, rows }
}

/** Small ratios are shown as fractions. */
function show(value: number): string {
  return value < 0.5 ? `1/${(1 / value).toFixed(1)}` : String(Number(value.toFixed(2)))
}
