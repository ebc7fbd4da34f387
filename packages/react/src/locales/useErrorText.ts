import type { AuthError } from '@kit/core'
import { useEffect, useSyncExternalStore } from 'react'
import { createStore } from '../login/createStore.ts'
import { firstWords } from './firstWords.ts'
import type { Words } from './Words.ts'
import { useAppWords } from './WordsContext.ts'

/**
 * Returns an error's text for the user: from the app's dictionary, or in English, which is loaded with the
 * first error that needs it. If English cannot be loaded, the text says that there is no connection.
 */
export function useErrorText(error: AuthError | undefined): string | undefined {
  const words = useAppWords()
  const { errors, fallback } = useSyncExternalStore(
    english.subscribe,
    english.getState,
    english.getStart,
  )
  const code = error?.code
  const isMissing = code !== undefined && words?.errors[code] === undefined
  const locale = words?.locale
  useEffect(() => {
    if (!isMissing) return
    if (locale !== undefined) warnOnce(locale, code)
    loadEnglish()
  }, [isMissing, locale, code])
  return code && (words?.errors[code] ?? errors[code] ?? fallback)
}

function loadEnglish(): void {
  import('./languages/en.ts').then(
    ({ en: { errors } }) => english.setState({ errors, fallback: undefined }),
    () =>
      english.setState({ errors: firstWords.errors, fallback: firstWords.errors.network_error }),
  )
}

/** Warns the developer, once for each code, that a dictionary has no text for an error. */
function warnOnce(locale: string, code: string): void {
  if (process.env.NODE_ENV === 'production' || warned.has(`${locale} ${code}`)) return
  warned.add(`${locale} ${code}`)
  console.warn(
    `The words for "${locale}" have no text for the error "${code}", so English is shown.`,
  )
}

const warned = new Set<string>()
const english = createStore<English>({ errors: firstWords.errors, fallback: undefined })
type English = { errors: Partial<Words['errors']>; fallback: string | undefined }
