/** The result of one check. */
export interface Finding {
  /** The name of the check, such as `cookies`. */
  readonly name: string
  /** `skip`: nothing was checked, for the reason in `says`. */
  readonly verdict: 'ok' | 'warn' | 'fail' | 'skip'
  /** What the check found, in one sentence. */
  readonly says: string
  /** What to change, in one sentence. Absent if there is nothing to do. */
  readonly fix?: string
  /** The page that explains it, below `docs/`. */
  readonly page?: string
}
