import { firstWords } from './firstWords.ts'
import type { FirstWords } from './Words.ts'
import { useAppWords } from './WordsContext.ts'

/** Returns the texts for the first paint: from the app's dictionary, or in English. */
export function useFirstWords(): FirstWords {
  return useAppWords() ?? firstWords
}
