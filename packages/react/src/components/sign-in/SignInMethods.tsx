'use client'

import type { AuthError, Session } from '@kit/core'
import { type ReactNode, useState } from 'react'
import { useFirstWords } from '../../locales/useFirstWords.ts'
import { useRetryWait } from '../../login/useRetryWait.ts'
import { useAccountMismatch } from '../../session/useAccountMismatch.ts'
import { useExpectedMethods } from '../../session/useExpectedMethods.ts'
import { useSession } from '../../session/useSession.ts'
import { useSiweLogin } from '../../siwe/useSiweLogin.ts'
import { useWallets, type Wallet } from '../../siwe/useWallets.ts'
import { OtpForm } from '../otp-form/OtpForm.tsx'
import { ActionButton } from '../parts/ActionButton.tsx'
import { Deferred, defer } from '../parts/Deferred.tsx'
import { Skeleton } from '../parts/Skeleton.tsx'
import { RetryAlert } from '../problem-alert/RetryAlert.tsx'
import { SiweStatus } from '../siwe-status/SiweStatus.tsx'
import { WalletList } from '../wallet-list/WalletList.tsx'
import { Terms } from './Terms.tsx'
import { useIsCodeAsked } from './useStepBack.ts'

/** Loaded if the backend offers a sign-in on the upstream's page. */
const redirectButton = /* @__PURE__ */ defer(
  async () => (await import('../laterParts.ts')).RedirectButton,
)

/** Loaded when a wallet has ended a session. */
const endedByWallet = /* @__PURE__ */ defer(
  async () => (await import('../laterParts.ts')).EndedByWallet,
)

/** The sign-in methods that the backend offers, below each other or arranged by the app. */
export function SignInMethods(props: SignInMethodsProps) {
  const { arrange = stack, hasHeader, termsUrl, privacyUrl, ...handlers } = props
  const words = useFirstWords()
  const { status, error, refetch } = useSession()
  const methods = useExpectedMethods()
  const hasWallets = methods.includes('siwe')
  const hasEmail = methods.includes('email-otp')
  const isAsked = useIsCodeAsked()
  const hasRedirect = methods.includes('redirect')
  const { endedBy } = useAccountMismatch()
  return (
    <>
      {/* Rendered from the start, because screen readers miss a live region that appears together with its text. */}
      <div role="status" className="kit-live">
        {endedBy !== undefined && <Deferred part={endedByWallet} props={{ endedBy }} />}
      </div>
      {status === 'pending' && methods.length === 0 && (
        <>
          <Skeleton />
          <noscript>
            <p className="kit-alert" data-tone="warning">
              {words.signIn.noScript}
            </p>
          </noscript>
        </>
      )}
      <RetryAlert error={error} onRetry={() => void refetch()} />
      {hasWallets || hasEmail || hasRedirect
        ? arrange({
            wallets: hasWallets && <Wallets hidden={isAsked} hasHeader={hasHeader} {...handlers} />,
            divider: hasWallets && hasEmail && (
              <p className="kit-divider" hidden={isAsked}>
                {words.signIn.or}
              </p>
            ),
            email: hasEmail && <OtpForm {...handlers} />,
            redirect: hasRedirect && (
              <Deferred part={redirectButton} props={handlers} fallback={<Loading />} />
            ),
          })
        : status.startsWith('signed') && (
            <p className="kit-description">{words.signIn.nothingOffered}</p>
          )}
      {(termsUrl ?? privacyUrl) !== undefined && (
        <Terms termsUrl={termsUrl} privacyUrl={privacyUrl} />
      )}
    </>
  )
}

/** A placeholder for a button that is being loaded, with the button's size. */
function Loading() {
  const words = useFirstWords()
  return (
    <ActionButton variant="primary" isBusy>
      {words.signIn.redirect}
    </ActionButton>
  )
}

/** Arranges the pieces of a card. A piece that the backend does not offer is `false`. */
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
  /** Whether there is a `SignInHeader` above, with a back button for each step. @default false */
  hasHeader?: boolean | undefined
  termsUrl?: string | undefined
  privacyUrl?: string | undefined
  arrange?: Arrange | undefined
}

function Wallets({ hidden, hasHeader, ...handlers }: WalletsProps) {
  const words = useFirstWords()
  const { status } = useSession()
  const wallets = useWallets()
  // Prefetches a challenge once it is known that the backend offers wallets and that this browser has one. This
  // includes signed-in users who are asked to sign in again.
  const prefetch = status !== 'pending' && wallets.length > 0
  const login = useSiweLogin({ ...handlers, prefetch })
  const isTooEarly = useRetryWait(login.error) > 0
  const [picked, setPicked] = useState<Wallet | undefined>()
  const connected = wallets.find(({ isConnected }) => isConnected)
  // The name of a scanned wallet, or of a phone's app, is not in the list.
  const asked = [picked, ...wallets].find((wallet) => wallet?.name === login.wallet) ?? picked
  const chooseWallet = (wallet: Wallet, choosesAccount = false) => {
    setPicked(wallet)
    login.signIn({ wallet, choosesAccount })
  }
  return (
    <div
      className="kit-stack"
      hidden={hidden}
      data-status={login.status}
      data-asking={login.isPending || undefined}
    >
      <WalletList
        busyWallet={login.isPending ? asked?.connector.uid : undefined}
        disabled={login.isPending || isTooEarly}
        onPick={(wallet) => chooseWallet(wallet)}
      />
      {connected !== undefined && (!login.isPending || login.isStalled) && (
        <div className="kit-actions">
          <ActionButton
            variant="quiet"
            error={login.error}
            onClick={() => {
              login.cancel()
              chooseWallet(connected, true)
            }}
          >
            {connected.connector.type === 'walletConnect'
              ? words.wallets.otherWallet
              : words.wallets.otherAccount}
          </ActionButton>
        </div>
      )}
      <SiweStatus login={login} hasWayBack={hasHeader} />
      <RetryAlert
        error={login.error}
        onRetry={
          picked !== undefined && canRetry(login.error) ? () => chooseWallet(picked) : undefined
        }
      />
    </div>
  )
}

interface WalletsProps extends Handlers {
  hidden: boolean
  hasHeader: boolean | undefined
}

/** Whether the same wallet may succeed at the next attempt. */
function canRetry(error: AuthError | undefined): boolean {
  return error?.recovery !== 'contact-support' && error?.recovery !== 'register'
}

interface Handlers {
  onSuccess?: ((session: Session) => void) | undefined
  onError?: ((error: AuthError) => void) | undefined
}
