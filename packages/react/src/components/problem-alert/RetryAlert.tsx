'use client'

import type { AuthError } from '@kit/core'
import { useFirstWords } from '../../locales/useFirstWords.ts'
import { ProblemAlert } from './ProblemAlert.tsx'
import { useRetryWait } from './useRetryWait.ts'

/** Shows what happened, with a button to try again, which waits as long as the alert says. */
export function RetryAlert({ error, onRetry }: RetryAlertProps) {
  const words = useFirstWords()
  const isTooEarly = useRetryWait(error) > 0
  return (
    <ProblemAlert error={error}>
      {onRetry !== undefined && (
        <button
          type="button"
          className="kit-button"
          data-variant="secondary"
          aria-disabled={isTooEarly || undefined}
          onClick={() => {
            if (!isTooEarly) onRetry()
          }}
        >
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
