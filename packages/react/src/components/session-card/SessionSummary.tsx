'use client'

import type { Session } from '@kit/core'
import { describeSession } from '../../internals/describeSession.ts'
import { Icon, type IconName } from '../../internals/icons.tsx'
import { useFirstWords } from '../../locales/useFirstWords.ts'
import type { FirstWords } from '../../locales/Words.ts'

/** Who is signed in, how, and what is still missing. */
export function SessionSummary({ session }: { session: Session }) {
  const words = useFirstWords()
  const missing = findMissing(session, words)
  return (
    <>
      <div className="kit-session">
        <span className="kit-avatar">
          <Icon name={findIcon(session)} />
        </span>
        <span className="kit-session-body">
          <span className="kit-session-name" dir="ltr" title={session.address}>
            {describeSession(session, words)}
          </span>
          {/* Of who signed in by e-mail there is nothing else to say. */}
          {session.method !== 'email-otp' && (
            <span className="kit-session-method">
              {session.method === 'siwe' ? words.session.byWallet : words.session.byRedirect}
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

/** The picture of how somebody has signed in. */
export function findIcon({ method }: Session): IconName {
  if (method === 'siwe') return 'wallet'
  return method === 'email-otp' ? 'mail' : 'page'
}

function findMissing({ status }: Session, { session }: FirstWords): string | undefined {
  if (status === 'active') return undefined
  return status === 'pending' ? session.pending : session.registrationRequired
}
