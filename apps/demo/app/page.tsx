import { SignedIn, SignIn } from '@kit/react'
import Link from 'next/link'
import { readEnv } from '../lib/env.ts'

export default function SignInPage() {
  return (
    <main className="page">
      <p className="brand">Aurora</p>
      <SignIn />
      <SignedIn>
        <Link className="link" href="/profile">
          Your profile
        </Link>
      </SignedIn>
      {process.env.NODE_ENV === 'development' && <Hints />}
    </main>
  )
}

/** What a newcomer wants to know, while the sandbox stands in for the upstream. */
function Hints() {
  return (
    <aside className="hints">
      No wallet here? The <b>Demo Wallet</b> asks in this page. For a code, type{' '}
      <code>ada@example.com</code> and open <a href={`${readEnv().sandboxUrl}/inbox`}>the inbox</a>.
    </aside>
  )
}
