/** What one check found out. */
export interface Finding {
  /** Such as `cookies`. */
  readonly name: string
  /** `skip`: nothing was checked, for the reason in `says`. */
  readonly verdict: 'ok' | 'warn' | 'fail' | 'skip'
  /** What was seen, in one sentence. */
  readonly says: string
  /** What to change, in one sentence. Absent if there is nothing to do. */
  readonly fix?: string
  /** The page that explains it, below `docs/`. */
  readonly page?: string
}
