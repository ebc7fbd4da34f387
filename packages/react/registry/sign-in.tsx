'use client'

import { ProblemAlert, useOtpLogin, useSession } from '@kit/react'
import { CodeForm } from './code-form.tsx'
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from './ui/card.tsx'
import { UserButton } from './user-button.tsx'
import { WalletButtons } from './wallet-buttons.tsx'

/**
 * A card with the sign-in methods that the backend offers, and then the signed-in user. Render it below
 * `AuthProvider`.
 */
export function SignIn() {
  const { session, methods, error } = useSession()
  const { delivery } = useOtpLogin()
  const hasWallets = methods.includes('siwe')
  const hasEmail = methods.includes('email-otp')
  // The wallets are hidden while the user enters a code.
  const isCodeAsked = hasEmail && delivery !== undefined
  return (
    <Card className="w-full max-w-sm">
      <CardHeader>
        <CardTitle>{session === undefined ? 'Sign in' : 'You’re signed in'}</CardTitle>
        {session === undefined && !isCodeAsked && (
          <CardDescription>{describe(hasWallets, hasEmail)}</CardDescription>
        )}
      </CardHeader>
      <CardContent className="grid gap-4">
        <ProblemAlert error={error} className="text-sm text-destructive" />
        {session !== undefined && <UserButton />}
        {session === undefined && hasWallets && !isCodeAsked && <WalletButtons />}
        {session === undefined && hasWallets && hasEmail && !isCodeAsked && (
          <p className="text-center text-xs text-muted-foreground uppercase">or</p>
        )}
        {session === undefined && hasEmail && <CodeForm />}
      </CardContent>
    </Card>
  )
}

function describe(hasWallets: boolean, hasEmail: boolean): string {
  if (hasWallets && hasEmail) return 'Use your wallet, or get a code by email.'
  if (hasWallets) return 'Use your wallet.'
  return hasEmail ? 'Get a code by email.' : ''
}
