'use client'

import type { AuthError } from '@kit/core'
import { useFirstWords } from '../../locales/useFirstWords.ts'
import { ProblemAlert } from './ProblemAlert.tsx'

/** Says what happened, and has it tried again. */
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
  /** `undefined` where trying again would not help. */
  onRetry: (() => void) | undefined
}
