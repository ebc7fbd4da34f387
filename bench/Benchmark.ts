/**
 * A comparison of the Kit with its peers, measured in one run on one machine. Each benchmark is a file in
 * `benchmarks/`.
 */
export interface Benchmark {
  /** The heading of its section in the report. */
  readonly title: string
  /** Markdown: how it is measured, and the measured reason for each missed goal. */
  readonly about: string
  /** Runs the benchmark. The Kit comes first in each table, and the peers are compared with it. */
  run(): Promise<Result>
}

/** What a benchmark has measured. */
export interface Result {
  readonly tables: readonly Table[]
  readonly goals?: readonly Goal[]
}

/** A measured number and its upper limit. */
export interface Goal {
  /** For example "the card, in kB" or "a challenge, compared with the floor". */
  readonly what: string
  readonly atMost: number
  readonly measured: number
}

/** A table of the report. */
export interface Table {
  /** Omitted if the section has only one table. */
  readonly title?: string
  readonly columns: readonly string[]
  readonly rows: readonly (readonly string[])[]
}
