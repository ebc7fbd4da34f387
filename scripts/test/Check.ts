/** One entry of the list that `npm test` runs. */
export interface Check {
  /** As it is printed, and as it is chosen by: `node scripts/test.ts types`. */
  name: string
  /** Commands, one after the other until one fails. A name without a path is one of `node_modules/.bin`. */
  commands: string[][]
  /** A command that runs beside these, has no results, and has to exit with 0, too. */
  beside?: string[]
  /**
   * Where the last command writes its results, and who reads them. Without this the check counts as
   * one: passed when every command exits with 0.
   */
  results?: { file: string; read: (results: unknown) => Counts }
  env?: Record<string, string>
}

/** What a check found. A skip is never silent: each one says why. */
export interface Counts {
  passed: number
  failed: number
  /** One sentence for each skipped test. */
  skips: string[]
}
