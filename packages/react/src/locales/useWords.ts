import { useAuth } from '../provider/AuthContext.ts'
import { en } from './en.ts'
import type { Words } from './Words.ts'

/** The words for what is loaded later: the app's, else the English ones, which come along. */
export function useWords(): Words {
  return useAuth().words ?? en
}
