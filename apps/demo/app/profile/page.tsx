import { AccountCard, ReauthenticateDialog } from '@kit/react'
import type { Metadata } from 'next'
import { headers } from 'next/headers'
import Link from 'next/link'
import { redirect } from 'next/navigation'
import { auth, profilePath, upstream } from '../../lib/auth.ts'
import { registration } from '../../lib/upstreams/gnosis-pay.ts'
import { Profile } from './Profile.tsx'
import { Registration } from './Registration.tsx'
import { SignOutButton } from './SignOutButton.tsx'

export const metadata: Metadata = { title: 'Your profile' }

/** This page is for signed-in users only. The server decides before it renders anything. */
export default async function ProfilePage() {
  const session = await auth.getSession({ headers: await headers() })
  if (session === null) redirect('/')
  return (
    <main className="page">
      <p className="brand">Aurora</p>
      <section className="panel">
        <h1>Your profile</h1>
        {session.status === 'registration-required' ? (
          <Registration {...registration} />
        ) : profilePath === undefined ? (
          <dl className="facts">
            <div className="fact">
              <dt>Your id</dt>
              <dd>
                <bdi>{session.subject}</bdi>
              </dd>
            </div>
          </dl>
        ) : (
          <Profile path={profilePath} subject={session.subject} />
        )}
        <SignOutButton />
      </section>
      {upstream.identities !== undefined && (
        <>
          <AccountCard />
          <ReauthenticateDialog />
        </>
      )}
      <Link className="link" href="/">
        Back
      </Link>
    </main>
  )
}
