import type { Prose } from './collectProse.ts'
import { rules } from './rules.ts'

export interface Fault {
  readonly line: number
  /** The words that match, with the words around them. */
  readonly words: string
  readonly instead: string
}

/** Finds the wordings that match {@link rules}. */
export function findFaults(pieces: readonly Prose[]): Fault[] {
  return pieces.flatMap(({ line, text }) =>
    rules.flatMap(({ pattern, instead }) => {
      const match = pattern.exec(text)
      if (match === null) return []
      const words = text.slice(Math.max(0, match.index - 20), match.index + match[0].length + 20)
      return [{ line, words: words.trim(), instead }]
    }),
  )
}
