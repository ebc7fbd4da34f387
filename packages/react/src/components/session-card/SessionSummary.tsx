'use client'

import type { Session } from '@kit/core'
import { useConfig } from 'wagmi'
import { useFirstWords } from '../../locales/useFirstWords.ts'
import type { FirstWords } from '../../locales/Words.ts'
import { useEns } from '../../siwe/ens/useEns.ts'
import { Avatar } from '../parts/Avatar.tsx'
import { describeSession } from '../parts/describeSession.ts'
import { shortenAddress } from '../parts/shortenAddress.ts'

/** Shows the signed-in user, the sign-in method, and what is missing to complete the account. */
export function SessionSummary({ session }: { session: Session }) {
  const words = useFirstWords()
  const { chains } = useConfig()
  const missing = findMissing(session, words)
  const { name, address, avatar } = useEns(session.address)
  // Anyone can choose a name, so the address is shown as well to identify the account.
  const method =
    address === undefined ? findMethod(session, words) : <bdi>{shortenAddress(address)}</bdi>
  const account = session.address ?? session.email
  const network = chains.find(({ id }) => id === session.chainId)?.name
  return (
    <>
      <div className="kit-session">
        <Avatar session={session} picture={avatar} />
        <span className="kit-session-body">
          <span
            className="kit-session-name"
            dir={account && 'ltr'}
            title={name === undefined ? account : `${name} · ${account}`}
          >
            {name ?? describeSession(session, words)}
          </span>
          {method !== undefined && (
            <span className="kit-session-method">
              {method}
              {network !== undefined && (
                <>
                  {' · '}
                  <bdi>{network}</bdi>
                </>
              )}
            </span>
          )}
        </span>
      </div>
      {missing !== undefined && (
        <div className="kit-alert" data-tone={session.status === 'pending' ? 'info' : 'warning'}>
          <p className="kit-alert-body">{missing}</p>
        </div>
      )}
    </>
  )
}

/** Returns how the user signed in, if the line above does not already say that. */
function findMethod({ method, email }: Session, { session }: FirstWords): string | undefined {
  if (method === 'siwe') return session.byWallet
  if (method === 'redirect') return session.byRedirect
  // If the method is unknown, the title already says that the user is signed in, and nothing is added.
  return method === 'email-otp' && email !== undefined ? session.mailUser : undefined
}

function findMissing({ status }: Session, { session }: FirstWords): string | undefined {
  if (status === 'active') return undefined
  return status === 'pending' ? session.pending : session.registrationRequired
}
