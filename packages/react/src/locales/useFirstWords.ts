import { useAuth } from '../provider/AuthContext.ts'
import { firstWords } from './firstWords.ts'
import type { FirstWords } from './Words.ts'

/** The words for what is there from the first paint on: the app's, else the English ones. */
export function useFirstWords(): FirstWords {
  return useAuth().words ?? firstWords
}
