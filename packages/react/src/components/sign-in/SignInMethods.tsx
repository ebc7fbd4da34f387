'use client'

import type { AuthError, Method, Session } from '@kit/core'
import { useSiweLogin } from '../../hooks/useSiweLogin.ts'
import { useAuth } from '../../provider/AuthContext.ts'
import { OtpForm } from '../otp-form/OtpForm.tsx'
import { ProblemAlert } from '../problem-alert/ProblemAlert.tsx'
import { RedirectButton } from '../redirect-button/RedirectButton.tsx'
import { WalletList } from '../wallet-list/WalletList.tsx'
import { SiweStatus } from './SiweStatus.tsx'

/** The ways to sign in that the backend offers, one below the other. */
export function SignInMethods({ methods, ...handlers }: { methods: readonly Method[] } & Handlers) {
  const { words } = useAuth()
  const hasWallets = methods.includes('siwe')
  const hasEmail = methods.includes('email-otp')
  if (methods.length === 0) return <p className="kit-description">{words.signIn.nothingOffered}</p>
  return (
    <>
      {hasWallets && <Wallets {...handlers} />}
      {hasWallets && hasEmail && <p className="kit-divider">{words.signIn.or}</p>}
      {hasEmail && <OtpForm {...handlers} />}
      {methods.includes('redirect') && <RedirectButton {...handlers} />}
    </>
  )
}

function Wallets(handlers: Handlers) {
  const login = useSiweLogin(handlers)
  const isBusy = busy.has(login.status)
  return (
    <div className="kit-stack" data-status={login.status}>
      <WalletList
        busyWallet={isBusy ? login.wallet : undefined}
        disabled={isBusy}
        onPick={(wallet) => login.signIn({ wallet })}
      />
      <SiweStatus login={login} />
      <ProblemAlert error={login.error} />
    </div>
  )
}

interface Handlers {
  onSuccess?: ((session: Session) => void) | undefined
  onError?: ((error: AuthError) => void) | undefined
}

const busy: ReadonlySet<string> = new Set([
  'connecting',
  'challenging',
  'signing',
  'awaiting-return',
  'verifying',
])
