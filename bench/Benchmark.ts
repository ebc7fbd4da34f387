/** One thing that is measured: ours and the peers', in one run on one machine. A file in `benchmarks/`. */
export interface Benchmark {
  /** The heading of its part of the report. */
  readonly title: string
  /** Markdown: how it is measured, what the goals are, and with the measured reason what is missed. */
  readonly about: string
  /** Measures. Ours stands first in each table; what the others are is held against it. */
  run(): Promise<readonly Table[]>
}

/** A table of the report. */
export interface Table {
  /** Left out where the part has but one. */
  readonly title?: string
  readonly columns: readonly string[]
  readonly rows: readonly (readonly string[])[]
}
