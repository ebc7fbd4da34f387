import { en } from './languages/en.ts'
import type { Words } from './Words.ts'
import { useAppWords } from './WordsContext.ts'

/** The words for what is loaded later: the app's, else the English ones, which come along. */
export function useWords(): Words {
  return useAppWords() ?? en
}
