/** One measurement of ours and the peers', in one run on one machine. Each is a file in `benchmarks/`. */
export interface Benchmark {
  /** The heading of its section in the report. */
  readonly title: string
  /** Markdown: how it is measured, what the goals are, and the measured reason for each missed goal. */
  readonly about: string
  /** Measures. Ours comes first in each table, and the others are compared with it. */
  run(): Promise<readonly Table[]>
}

/** A table of the report. */
export interface Table {
  /** Omitted if the section has only one table. */
  readonly title?: string
  readonly columns: readonly string[]
  readonly rows: readonly (readonly string[])[]
}
