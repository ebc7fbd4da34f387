/** One entry of the lists that `npm test` and `npm run test:matrix` run. */
export interface Check {
  /** The name to print, and to choose the check by: `npm test -- types`. */
  name: string
  /**
   * The commands, run one after the other until one fails. A name without a path is one of
   * `node_modules/.bin`.
   */
  commands: string[][]
  /**
   * Where the last command writes its results, and how to read them. Without this the check counts as one,
   * which passes if every command exits with 0.
   */
  results?: { file: string; read: (results: unknown) => Counts }
  env?: Record<string, string>
  /** Whether the check needs little processor time, so that it can run next to a heavy one. */
  isLight?: boolean
}

/** The results of a check. */
export interface Counts {
  passed: number
  failed: number
  /** One sentence for each skipped test. */
  skips: string[]
  /** The names of the failed tests. */
  failures?: string[]
  /** The names of the tests that failed at first and passed when they ran again. */
  unstable?: string[]
  /** How long each test file or journey took. */
  times?: Time[]
}

export interface Time {
  name: string
  seconds: number
}
