import { SignedIn, SignedOut, SignIn } from '@kit/react'
import Link from 'next/link'
import { canSignUp } from '../lib/accounts.ts'
import { Hints } from './Hints.tsx'

export default function SignInPage() {
  return (
    <main className="page">
      <header>
        <h1 className="brand">Aurora</h1>
        <p className="tagline">Sign in to see your account.</p>
      </header>
      <SignIn successDelayMs={900} />
      {canSignUp && (
        <SignedOut>
          <Link className="link" href="/sign-up">
            Create an account
          </Link>
        </SignedOut>
      )}
      <SignedIn>
        <Link className="link" href="/profile">
          Your profile
        </Link>
      </SignedIn>
      {process.env.NODE_ENV === 'development' && <Hints />}
    </main>
  )
}
