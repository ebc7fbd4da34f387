import { randomBytes } from 'node:crypto'

/** The newer kind of challenge: a line of text that is stored here and used up by the first answer to it. */
export function createLines(now: () => number) {
  const lines = new Map<string, number>()
  return {
    issue(lifetimeSeconds: number): string {
      const line = `Sign in: 0x${randomBytes(32).toString('hex')}`
      lines.set(line, now() + lifetimeSeconds * 1000)
      return line
    },
    /** Unknown, used and expired challenges get the same answer. */
    redeem(line: string): 'valid' | 'foreign' {
      const endsAt = lines.get(line) ?? 0
      lines.delete(line)
      return now() < endsAt ? 'valid' : 'foreign'
    },
    reset: () => lines.clear(),
  }
}
