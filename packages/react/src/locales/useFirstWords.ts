import { firstWords } from './firstWords.ts'
import type { FirstWords } from './Words.ts'
import { useAppWords } from './WordsContext.ts'

/** The words for what is there from the first paint on: the app's, else the English ones. */
export function useFirstWords(): FirstWords {
  return useAppWords() ?? firstWords
}
