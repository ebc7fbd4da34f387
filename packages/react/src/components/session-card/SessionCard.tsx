'use client'

import type { Session } from '@kit/core'
import { useFirstWords } from '../../locales/useFirstWords.ts'
import { useSignOut } from '../../session/useSignOut.ts'
import { ActionButton } from '../parts/ActionButton.tsx'
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
  const { signOut, isPending, error } = useSignOut()
  return (
    <Part tag="div" look={look} className="kit-stack" data-status={session.status}>
      <SessionSummary session={session} />
      <ProblemAlert error={error} />
      <ActionButton variant="secondary" isBusy={isPending} error={error} onClick={() => signOut()}>
        {isPending ? words.session.signingOut : words.session.signOut}
      </ActionButton>
    </Part>
  )
}

/** Props of `SessionCard`. */
export interface SessionCardProps extends PartProps {
  session: Session
}
