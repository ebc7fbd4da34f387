'use client'

import type { AuthError, Method, Session } from '@kit/core'
import { type ReactNode, useId } from 'react'
import { useSession } from '../../hooks/useSession.ts'
import { useSiweLogin } from '../../hooks/useSiweLogin.ts'
import type { Words } from '../../locales/Words.ts'
import { useAuth } from '../../provider/AuthContext.ts'
import { OtpForm } from '../otp-form/OtpForm.tsx'
import { ProblemAlert } from '../problem-alert/ProblemAlert.tsx'
import { RedirectButton } from '../redirect-button/RedirectButton.tsx'
import { SessionCard } from '../session-card/SessionCard.tsx'
import { WalletList } from '../wallet-list/WalletList.tsx'
import { SiweStatus } from './SiweStatus.tsx'

/**
 * Renders the whole card: the wallets and the e-mail form that the backend offers, then who is signed
 * in. Made of the public hooks alone.
 *
 * @example
 * <SignIn onSuccess={() => router.push('/')} />
 */
export function SignIn({ onSuccess, onError, title, description, className = '' }: SignInProps) {
  const { words } = useAuth()
  const { session, methods, status, error, refetch } = useSession()
  const id = useId()
  return (
    <section className={`kit-card ${className}`} aria-labelledby={id} data-status={status}>
      <header>
        <h2 className="kit-title" id={id}>
          {session === undefined ? (title ?? words.signIn.title) : words.session.signedIn}
        </h2>
        {status === 'signed-out' && (
          <p className="kit-description">{description ?? describe(methods, words)}</p>
        )}
      </header>
      {status === 'loading' && (
        <p className="kit-status" role="status">
          {words.signIn.loading}
        </p>
      )}
      {status === 'error' && (
        <ProblemAlert error={error}>
          <button
            type="button"
            className="kit-button"
            data-variant="secondary"
            onClick={() => void refetch()}
          >
            {words.signIn.tryAgain}
          </button>
        </ProblemAlert>
      )}
      {status === 'signed-in' && <SessionCard session={session} />}
      {status === 'signed-out' && (
        <Methods methods={methods} onSuccess={onSuccess} onError={onError} />
      )}
    </section>
  )
}

export interface SignInProps {
  onSuccess?: ((session: Session) => void) | undefined
  onError?: ((error: AuthError) => void) | undefined
  /** @default 'Sign in' */
  title?: ReactNode
  /** @default what can be used, in one sentence */
  description?: ReactNode
  className?: string | undefined
}

function Methods({ methods, ...handlers }: { methods: readonly Method[] } & Handlers) {
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

type Handlers = Pick<SignInProps, 'onSuccess' | 'onError'>

function describe(methods: readonly Method[], { signIn }: Words): string {
  const hasWallets = methods.includes('siwe')
  if (hasWallets && methods.includes('email-otp')) return signIn.description
  if (hasWallets) return signIn.descriptionWallet
  return methods.includes('email-otp') ? signIn.descriptionEmail : signIn.descriptionRedirect
}

const busy: ReadonlySet<string> = new Set([
  'connecting',
  'challenging',
  'signing',
  'awaiting-return',
  'verifying',
])
