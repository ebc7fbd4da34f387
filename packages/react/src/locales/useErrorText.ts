import type { AuthError } from '@kit/core'
import { useEffect, useSyncExternalStore } from 'react'
import { createStore } from '../internals/createStore.ts'
import { useAuth } from '../provider/AuthContext.ts'
import { firstWords } from './firstWords.ts'
import type { Words } from './Words.ts'

/**
 * What to say of an error: in the app's words, else in English, which is loaded with the first error.
 * Where not even that can be had, what to say is that there is no connection.
 */
export function useErrorText(error: AuthError | undefined): string | undefined {
  const { words } = useAuth()
  const { errors, fallback } = useSyncExternalStore(
    english.subscribe,
    english.getState,
    english.getStart,
  )
  useEffect(() => {
    if (error !== undefined && words === undefined) loadEnglish()
  }, [error, words])
  return error && ((words?.errors ?? errors)[error.code] ?? fallback)
}

function loadEnglish(): void {
  import('./en.ts').then(
    ({ en: { errors } }) => english.setState({ errors, fallback: undefined }),
    () =>
      english.setState({ errors: firstWords.errors, fallback: firstWords.errors.network_error }),
  )
}

const english = createStore<English>({ errors: firstWords.errors, fallback: undefined })
type English = { errors: Partial<Words['errors']>; fallback: string | undefined }
