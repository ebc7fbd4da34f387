import { en } from './languages/en.ts'
import type { Words } from './Words.ts'
import { useAppWords } from './WordsContext.ts'

/**
 * Returns all texts: the app's dictionary, or the English one, which is loaded together with the component that
 * calls this.
 */
export function useWords(): Words {
  return useAppWords() ?? en
}
