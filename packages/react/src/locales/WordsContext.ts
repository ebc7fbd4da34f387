'use client'

import { createContext, useContext } from 'react'
import { createProviderError } from '../login/createProviderError.ts'
import type { Words } from './Words.ts'

/**
 * The app's dictionary. `null` means English, which is loaded when needed; `undefined` means that there is no
 * provider.
 */
export const WordsContext = createContext<Words | null | undefined>(undefined)

/**
 * Returns the app's dictionary; `null` means English.
 *
 * @throws Error if there is no provider. Without this, a component outside of the provider would show English
 * in an app with another language.
 */
export function useAppWords(): Words | null {
  const words = useContext(WordsContext)
  if (words === undefined) throw createProviderError()
  return words
}
