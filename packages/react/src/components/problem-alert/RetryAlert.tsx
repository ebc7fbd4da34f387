'use client'

import type { AuthError } from '@kit/core'
import { useFirstWords } from '../../locales/useFirstWords.ts'
import { ProblemAlert } from './ProblemAlert.tsx'

/** Shows what happened, with a button to try again. */
export function RetryAlert({ error, onRetry }: RetryAlertProps) {
  const words = useFirstWords()
  return (
    <ProblemAlert error={error}>
      {onRetry !== undefined && (
        <button type="button" className="kit-button" data-variant="secondary" onClick={onRetry}>
          {words.signIn.tryAgain}
        </button>
      )}
    </ProblemAlert>
  )
}

interface RetryAlertProps {
  error: AuthError | undefined
  /** `undefined` if trying again would not help. */
  onRetry: (() => void) | undefined
}
