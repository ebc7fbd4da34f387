'use client'

import type { Session } from '@kit/core'
import { useFirstWords } from '../../locales/useFirstWords.ts'
import { useSignOut } from '../../session/useSignOut.ts'
import { Part, type PartProps } from '../parts/Part.tsx'
import { ProblemAlert } from '../problem-alert/ProblemAlert.tsx'
import { SessionSummary } from './SessionSummary.tsx'

/**
 * Renders the signed-in user and a button to sign out.
 *
 * @example
 * <SessionCard session={session} />
 */
export function SessionCard({ session, ...look }: SessionCardProps) {
  const words = useFirstWords()
  const { signOut, status, error } = useSignOut()
  const isBusy = status === 'pending'
  return (
    <Part tag="div" look={look} className="kit-stack" data-status={session.status}>
      <SessionSummary session={session} />
      <ProblemAlert error={error} />
      <button
        type="button"
        className="kit-button"
        data-variant="secondary"
        data-loading={isBusy || undefined}
        aria-disabled={isBusy || undefined}
        onClick={() => {
          if (!isBusy) signOut()
        }}
      >
        {isBusy ? words.session.signingOut : words.session.signOut}
      </button>
    </Part>
  )
}

export interface SessionCardProps extends PartProps {
  session: Session
}
