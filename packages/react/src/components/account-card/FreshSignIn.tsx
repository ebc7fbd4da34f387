'use client'

import type { AuthError } from '@kit/core'
import { useWords } from '../../locales/useWords.ts'
import { useReauthenticate } from '../../session/useReauthenticate.ts'

/** Shown if the sign-in is too old for a change. Offers to sign in again, and then repeats the change. */
export function FreshSignIn({ error, onRetry }: FreshSignInProps) {
  const words = useWords()
  const { reauthenticate } = useReauthenticate()
  if (error?.code !== 'step_up_required') return null
  return (
    <button
      type="button"
      className="kit-button"
      data-variant="secondary"
      onClick={() => void reauthenticate().then((isFresh) => isFresh && onRetry())}
    >
      {words.session.again}
    </button>
  )
}

interface FreshSignInProps {
  error: AuthError | undefined
  onRetry: () => void
}
