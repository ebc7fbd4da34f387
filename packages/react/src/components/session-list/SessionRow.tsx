'use client'

import { useId } from 'react'
import { formatAgo } from '../../locales/formatDuration.ts'
import { formatMessage } from '../../locales/formatMessage.ts'
import { useWords } from '../../locales/useWords.ts'
import type { Words } from '../../locales/Words.ts'
import { useAuth } from '../../session/AuthContext.ts'
import type { useSessions } from '../../session/useSessions.ts'
import { ActionButton } from '../parts/ActionButton.tsx'
import { ProblemAlert } from '../problem-alert/ProblemAlert.tsx'

/** One session: its browser, how it was opened, when it was last used, and a button to end it. */
export function SessionRow({ entry, onEnd }: SessionRowProps) {
  const words = useWords()
  const { client } = useAuth()
  const id = useId()
  const { isCurrent, isEnding, endError, lastSeenAt } = entry
  const when = formatAgo((client.now() - Date.parse(lastSeenAt)) / 1000, words.locale)
  return (
    <li className="kit-session-item" data-current={isCurrent || undefined}>
      <div className="kit-session-details">
        <span className="kit-session-title">
          <bdi className="kit-session-name" id={`${id}name`}>
            {entry.client || words.sessions.unknown}
          </bdi>
          {isCurrent && <span className="kit-badge">{words.sessions.current}</span>}
        </span>
        <span className="kit-session-method">{describeMethod(entry, words)}</span>
        {!isCurrent && (
          <time className="kit-session-method" dateTime={lastSeenAt}>
            {formatMessage(words.sessions.lastUsed, { when }, words.locale)}
          </time>
        )}
      </div>
      {!isCurrent && (
        <ActionButton
          variant="secondary"
          id={id}
          // The label contains the session's name. With "Sign out" in every row, a screen reader would not say
          // which session it ends.
          aria-labelledby={`${id} ${id}name`}
          isBusy={isEnding}
          error={endError}
          onClick={onEnd}
        >
          {isEnding ? words.session.signingOut : words.session.signOut}
        </ActionButton>
      )}
      <ProblemAlert error={endError} />
    </li>
  )
}

interface SessionRowProps {
  entry: useSessions.Entry
  onEnd: () => void
}

function describeMethod({ method }: useSessions.Entry, { session }: Words): string {
  if (method === 'siwe') return session.byWallet
  if (method === 'email-otp') return session.mailUser
  // A method that this version does not know must not be described as one of these.
  return method === 'redirect' ? session.byRedirect : session.signedIn
}
