'use client'

import type { AuthError } from '@kit/core'
import { useFirstWords } from '../../locales/useFirstWords.ts'
import { ActionButton } from '../parts/ActionButton.tsx'
import { ProblemAlert } from './ProblemAlert.tsx'

/**
 * Shows what happened, with a button to try again. The button is inactive until the waiting time of the error
 * has passed.
 */
export function RetryAlert({ error, onRetry }: RetryAlertProps) {
  const words = useFirstWords()
  return (
    <ProblemAlert error={error}>
      {onRetry !== undefined && (
        <ActionButton variant="secondary" error={error} onClick={onRetry}>
          {words.signIn.tryAgain}
        </ActionButton>
      )}
    </ProblemAlert>
  )
}

interface RetryAlertProps {
  error: AuthError | undefined
  /** `undefined` if trying again would not help. */
  onRetry: (() => void) | undefined
}
