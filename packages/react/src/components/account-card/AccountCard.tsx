'use client'

import type { Identity } from '@kit/core'
import { useId, useState } from 'react'
import { useIdentities } from '../../identities/useIdentities.ts'
import { formatMessage } from '../../locales/formatMessage.ts'
import { useWords } from '../../locales/useWords.ts'
import { useSession } from '../../session/useSession.ts'
import { Part, type PartProps } from '../parts/Part.tsx'
import { Skeleton } from '../parts/Skeleton.tsx'
import { Title } from '../parts/Title.tsx'
import { useFocusKeeper } from '../parts/useFocusKeeper.ts'
import { ProblemAlert } from '../problem-alert/ProblemAlert.tsx'
import { RetryAlert } from '../problem-alert/RetryAlert.tsx'
import { AddEmail } from './AddEmail.tsx'
import { AddWallet } from './AddWallet.tsx'
import { FreshSignIn } from './FreshSignIn.tsx'
import { IdentityRow, nameIdentity } from './IdentityRow.tsx'

/**
 * Renders the email addresses and wallets that the user can sign in with, a button to remove each of them
 * except the last one, and buttons to add more. Renders nothing while nobody is signed in. Requires a backend
 * that stores users (`selfHosted`), and a `ReauthenticateDialog` on the page, because changes require a recent
 * sign-in.
 *
 * @example
 * <AccountCard />
 * <ReauthenticateDialog />
 */
export function AccountCard(props: AccountCardProps) {
  const { status } = useSession()
  return status === 'signed-out' ? null : <Card {...props} />
}

/** Props of `AccountCard`. */
export interface AccountCardProps extends PartProps {}

function Card(look: AccountCardProps) {
  const words = useWords()
  const { methods } = useSession()
  const { data, status, error, refetch, remove, isRemoving, removeError } = useIdentities()
  const [removedId, setRemovedId] = useState<string>()
  const [adding, setAdding] = useState<'email' | 'wallet'>()
  const content = data && [adding, ...data.map(({ id }) => id)].join(' ')
  const { target, handlers } = useFocusKeeper<HTMLDivElement>(content)
  const news = useNews(data)
  const id = useId()
  const stopAdding = () => setAdding(undefined)
  const removeIdentity = (identity: string) => {
    setRemovedId(identity)
    remove(identity)
  }
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
        {words.identities.title}
      </Title>
      {status === 'pending' && <Skeleton shape="list" />}
      <RetryAlert error={error} onRetry={() => void refetch()} />
      {data !== undefined && (
        <>
          <ul className="kit-session-list">
            {data.map((identity) => (
              <IdentityRow
                key={identity.id}
                identity={identity}
                isRemoving={isRemoving && removedId === identity.id}
                isDisabled={isRemoving}
                error={removeError}
                onRemove={data.length > 1 ? () => removeIdentity(identity.id) : undefined}
              />
            ))}
          </ul>
          <ProblemAlert error={removeError}>
            <FreshSignIn
              error={removeError}
              onRetry={() => removedId !== undefined && removeIdentity(removedId)}
            />
          </ProblemAlert>
          {adding === 'email' && <AddEmail onEnd={stopAdding} />}
          {adding === 'wallet' && <AddWallet onEnd={stopAdding} />}
          {adding === undefined && (
            <div className="kit-stack">
              {methods.includes('email-otp') && (
                <button
                  type="button"
                  className="kit-button"
                  data-variant="secondary"
                  onClick={() => setAdding('email')}
                >
                  {words.identities.addEmail}
                </button>
              )}
              {methods.includes('siwe') && (
                <button
                  type="button"
                  className="kit-button"
                  data-variant="secondary"
                  onClick={() => setAdding('wallet')}
                >
                  {words.identities.addWallet}
                </button>
              )}
            </div>
          )}
          <p role="status" className="kit-visually-hidden">
            {news !== undefined &&
              formatMessage(
                words.identities[news.what],
                { identity: nameIdentity(news.identity) },
                words.locale,
              )}
          </p>
        </>
      )}
    </Part>
  )
}

/** Returns what a screen reader announces when the list has changed. */
function useNews(
  identities: readonly Identity[] | undefined,
): { what: 'added' | 'removed'; identity: Identity } | undefined {
  const [known, setKnown] = useState(identities)
  const [news, setNews] = useState<{ what: 'added' | 'removed'; identity: Identity }>()
  if (identities !== known) {
    setKnown(identities)
    const added = known && findNew(identities, known)
    const removed = identities && findNew(known, identities)
    if (added !== undefined) setNews({ what: 'added', identity: added })
    else if (removed !== undefined) setNews({ what: 'removed', identity: removed })
  }
  return news
}

function findNew(
  these: readonly Identity[] | undefined,
  those: readonly Identity[],
): Identity | undefined {
  return these?.find(({ id }) => !those.some((one) => one.id === id))
}
