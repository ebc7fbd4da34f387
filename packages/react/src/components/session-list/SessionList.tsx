'use client'

import { useId, useState } from 'react'
import { useWords } from '../../locales/useWords.ts'
import { useSession } from '../../session/useSession.ts'
import { useSessions } from '../../session/useSessions.ts'
import { ActionButton } from '../parts/ActionButton.tsx'
import { Part, type PartProps } from '../parts/Part.tsx'
import { Skeleton } from '../parts/Skeleton.tsx'
import { Title } from '../parts/Title.tsx'
import { useFocusKeeper } from '../parts/useFocusKeeper.ts'
import { ProblemAlert } from '../problem-alert/ProblemAlert.tsx'
import { RetryAlert } from '../problem-alert/RetryAlert.tsx'
import { SessionRow } from './SessionRow.tsx'

/**
 * Renders the list of the user's sessions, with a button to end each other session and one to end all others.
 * Renders nothing while nobody is signed in.
 *
 * @example
 * <SessionList />
 */
export function SessionList(props: SessionListProps) {
  const { status } = useSession()
  return status === 'signed-out' ? null : <Card {...props} />
}

/** Props of `SessionList`. */
export interface SessionListProps extends PartProps {}

function Card(look: SessionListProps) {
  const words = useWords()
  const { data, status, error, refetch, ...sessions } = useSessions()
  const { isEndingOthers, endOthersError, endSession, endOtherSessions } = sessions
  const ids = data?.map(({ id }) => id)
  const { target, handlers } = useFocusKeeper<HTMLDivElement>(ids?.join(' '))
  const news = useNews(ids)
  const id = useId()
  const others = data?.filter(({ isCurrent }) => !isCurrent) ?? []
  return (
    <Part
      tag="section"
      look={look}
      className="kit-card"
      aria-labelledby={id}
      data-status={status}
      {...handlers}
    >
      <Title id={id} ref={target}>
        {words.sessions.title}
      </Title>
      {status === 'pending' && <Skeleton shape="list" />}
      <RetryAlert error={error} onRetry={() => void refetch()} />
      {data !== undefined && (
        <>
          <ul className="kit-session-list">
            {data.map((entry) => (
              <SessionRow key={entry.id} entry={entry} onEnd={() => endSession(entry.id)} />
            ))}
          </ul>
          {others.length === 0 && (
            <p className="kit-description" data-state="empty">
              {words.sessions.none}
            </p>
          )}
          <ProblemAlert error={endOthersError} />
          {others.length > 1 && (
            <ActionButton
              variant="secondary"
              isBusy={isEndingOthers}
              error={endOthersError}
              onClick={endOtherSessions}
            >
              {isEndingOthers ? words.session.signingOut : words.sessions.endOthers}
            </ActionButton>
          )}
          <p role="status" className="kit-visually-hidden">
            {news !== undefined && words.sessions[news]}
          </p>
        </>
      )}
    </Part>
  )
}

/** Returns what a screen reader announces when sessions have been removed from the list. */
function useNews(ids: readonly string[] | undefined): 'ended' | 'othersEnded' | undefined {
  const [known, setKnown] = useState(ids)
  const [news, setNews] = useState<'ended' | 'othersEnded'>()
  if (ids?.join(' ') !== known?.join(' ')) {
    setKnown(ids)
    const gone = known?.filter((id) => !ids?.includes(id)).length ?? 0
    setNews(gone === 0 ? undefined : gone === 1 ? 'ended' : 'othersEnded')
  }
  return news
}
