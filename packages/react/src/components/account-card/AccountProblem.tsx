'use client'

import type { AuthError } from '@kit/core'
import { useWords } from '../../locales/useWords.ts'
import { useReauthenticate } from '../../session/useReauthenticate.ts'
import { ProblemAlert } from '../problem-alert/ProblemAlert.tsx'

/** Shows what went wrong. If the sign-in is too old, it offers a new one and then tries again. */
export function AccountProblem({ error, onRetry }: AccountProblemProps) {
  const words = useWords()
  const { reauthenticate } = useReauthenticate()
  return (
    <ProblemAlert error={error}>
      {error?.code === 'step_up_required' && (
        <button
          type="button"
          className="kit-button"
          data-variant="secondary"
          onClick={() => void reauthenticate().then((isFresh) => isFresh && onRetry())}
        >
          {words.session.again}
        </button>
      )}
    </ProblemAlert>
  )
}

interface AccountProblemProps {
  error: AuthError | undefined
  onRetry: () => void
}
