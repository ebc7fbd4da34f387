'use client'

import type { AuthError, Session } from '@kit/core'
import { type ReactNode, useState } from 'react'
import { useSession } from '../../hooks/useSession.ts'
import { useSiweLogin } from '../../hooks/useSiweLogin.ts'
import type { Wallet } from '../../hooks/useWallets.ts'
import { Deferred, defer } from '../../internals/Deferred.tsx'
import { isSiweBusy } from '../../internals/isSiweBusy.ts'
import { useFirstWords } from '../../locales/useFirstWords.ts'
import { OtpForm } from '../otp-form/OtpForm.tsx'
import { RetryAlert } from '../problem-alert/RetryAlert.tsx'
import { WalletList } from '../wallet-list/WalletList.tsx'
import { SiweStatus } from './SiweStatus.tsx'

/** For the upstreams that have a page of their own. */
const redirectButton = /* @__PURE__ */ defer(
  async () => (await import('../redirect-button/RedirectButton.tsx')).RedirectButton,
)

/** The ways to sign in that the backend offers, one below the other or as they are arranged. */
export function SignInMethods({ arrange = stack, ...handlers }: SignInMethodsProps) {
  const words = useFirstWords()
  const { status, methods, error, refetch } = useSession()
  const hasWallets = methods.includes('siwe')
  const hasEmail = methods.includes('email-otp')
  return (
    <>
      {status === 'loading' && (
        <p className="kit-status" role="status">
          {words.signIn.loading}
        </p>
      )}
      <RetryAlert error={error} onRetry={() => void refetch()} />
      {methods.length > 0
        ? arrange({
            wallets: hasWallets && <Wallets {...handlers} />,
            divider: hasWallets && hasEmail && <p className="kit-divider">{words.signIn.or}</p>,
            email: hasEmail && <OtpForm {...handlers} />,
            redirect: methods.includes('redirect') && (
              <Deferred part={redirectButton} props={handlers} fallback={<Loading />} />
            ),
          })
        : status.startsWith('signed') && (
            <p className="kit-description">{words.signIn.nothingOffered}</p>
          )}
    </>
  )
}

/** The button that is on its way, as wide and as high. */
function Loading() {
  const words = useFirstWords()
  return (
    <button type="button" className="kit-button" data-variant="primary" data-loading aria-disabled>
      {words.signIn.redirect}
    </button>
  )
}

/** Puts the pieces of a card where the app wants them. What is not offered is `false`. */
export type Arrange = (pieces: {
  wallets: ReactNode
  divider: ReactNode
  email: ReactNode
  redirect: ReactNode
}) => ReactNode

const stack: Arrange = ({ wallets, divider, email, redirect }) => (
  <>
    {wallets}
    {divider}
    {email}
    {redirect}
  </>
)

type SignInMethodsProps = Handlers & {
  arrange?: Arrange | undefined
}

function Wallets(handlers: Handlers) {
  // Also for who is signed in, and is asked to sign in again.
  const login = useSiweLogin({ ...handlers, prefetch: true })
  const [picked, setPicked] = useState<Wallet | undefined>()
  const isBusy = isSiweBusy(login.status)
  const pick = (wallet: Wallet) => {
    setPicked(wallet)
    login.signIn({ wallet })
  }
  return (
    <div className="kit-stack" data-status={login.status}>
      <WalletList
        busyWallet={isBusy ? (login.wallet ?? picked?.name) : undefined}
        disabled={isBusy}
        onPick={pick}
      />
      <SiweStatus login={login} />
      <RetryAlert
        error={login.error}
        onRetry={picked !== undefined && canRetry(login.error) ? () => pick(picked) : undefined}
      />
    </div>
  )
}

/** Whether the same wallet may well succeed the next time. */
function canRetry(error: AuthError | undefined): boolean {
  return error?.recovery !== 'contact-support' && error?.recovery !== 'register'
}

interface Handlers {
  onSuccess?: ((session: Session) => void) | undefined
  onError?: ((error: AuthError) => void) | undefined
}
