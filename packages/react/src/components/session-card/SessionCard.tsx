'use client'

import type { Session } from '@kit/core'
import { useSignOut } from '../../hooks/useSignOut.ts'
import { describeSession } from '../../internals/describeSession.ts'
import { MailIcon, WalletIcon } from '../../internals/icons.tsx'
import { Part, type PartProps } from '../../internals/Part.tsx'
import { useFirstWords } from '../../locales/useFirstWords.ts'
import type { FirstWords } from '../../locales/Words.ts'
import { ProblemAlert } from '../problem-alert/ProblemAlert.tsx'

/**
 * Renders who is signed in, and a button to sign out.
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
      <div className="kit-session">
        <span className="kit-avatar" aria-hidden="true">
          {session.method === 'email-otp' ? <MailIcon /> : <WalletIcon />}
        </span>
        <span className="kit-session-body">
          <span className="kit-session-name" dir="ltr" title={session.address}>
            {describeSession(session, words)}
          </span>
          <span className="kit-session-method">{findHow(session, words)}</span>
        </span>
      </div>
      {session.status === 'registration-required' && (
        <div className="kit-alert" data-tone="warning">
          <div className="kit-alert-body">
            <p>{words.session.registrationRequired}</p>
          </div>
        </div>
      )}
      {session.status === 'pending' && (
        <div className="kit-alert" data-tone="info">
          <div className="kit-alert-body">
            <p>{words.session.pending}</p>
          </div>
        </div>
      )}
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
        {words.session.signOut}
      </button>
    </Part>
  )
}

export interface SessionCardProps extends PartProps {
  session: Session
}

function findHow({ method }: Session, { session }: FirstWords): string {
  if (method === 'siwe') return session.byWallet
  return method === 'email-otp' ? session.byEmail : session.byRedirect
}
