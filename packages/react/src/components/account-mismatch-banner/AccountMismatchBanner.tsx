'use client'

import type { AuthError, Session } from '@kit/core'
import { useId } from 'react'
import { useConnections } from 'wagmi'
import { formatMessage } from '../../locales/formatMessage.ts'
import { useWords } from '../../locales/useWords.ts'
import { findSessionConnection } from '../../session/findMismatch.ts'
import { useAccountMismatch } from '../../session/useAccountMismatch.ts'
import { useSession } from '../../session/useSession.ts'
import { useSiweLogin } from '../../siwe/useSiweLogin.ts'
import { ActionButton } from '../parts/ActionButton.tsx'
import { Part, type PartProps } from '../parts/Part.tsx'
import { shortenAddress } from '../parts/shortenAddress.ts'
import { useLanguage } from '../parts/useLanguage.ts'
import { ProblemAlert } from '../problem-alert/ProblemAlert.tsx'
import { SiweStatus } from '../siwe-status/SiweStatus.tsx'

/**
 * Renders nothing until the user selects another account in the wallet. It then shows both accounts and lets
 * the user choose one. Requires `<AuthProvider accountChange="ask">`.
 *
 * @example
 * <AuthProvider accountChange="ask"><AccountMismatchBanner /><App /></AuthProvider>
 */
export function AccountMismatchBanner(props: AccountMismatchBannerProps) {
  const { onSuccess, onError, ...look } = props
  const words = useWords()
  const { mismatch, keep } = useAccountMismatch()
  const login = useSiweLogin({ onSuccess, onError, prefetch: mismatch !== undefined })
  const { session } = useSession()
  const connections = useConnections()
  // The session's wallet is not always wagmi's current one, because the app may have connected another wallet.
  const connector = findSessionConnection(session, connections)?.connector
  const id = useId()
  const names = mismatch && {
    session: shortenAddress(mismatch.session),
    wallet: shortenAddress(mismatch.wallet),
  }
  const title = words.session.mismatch
  const why = names && formatMessage(words.session.mismatchWhy, names, words.locale)
  return (
    <>
      {/* Rendered from the start, because screen readers miss a live region that appears together with its text. */}
      <p {...useLanguage()} role="status" className="kit-visually-hidden">
        {why && `${title}. ${why}`}
      </p>
      {names && (
        <Part
          tag="section"
          look={look}
          className="kit-banner"
          aria-labelledby={id}
          data-status={login.status}
        >
          <div className="kit-header">
            <h2 className="kit-label" id={id}>
              {title}
            </h2>
            <p className="kit-description">{why}</p>
          </div>
          <SiweStatus login={login} />
          <ProblemAlert error={login.error} />
          <div className="kit-actions">
            <ActionButton
              variant="primary"
              isBusy={login.isPending}
              error={login.error}
              onClick={() => login.signIn({ connector })}
            >
              {formatMessage(words.session.switch, names, words.locale)}
            </ActionButton>
            <button type="button" className="kit-button" data-variant="quiet" onClick={keep}>
              {formatMessage(words.session.keep, names, words.locale)}
            </button>
          </div>
        </Part>
      )}
    </>
  )
}

/** Props of `AccountMismatchBanner`. */
export interface AccountMismatchBannerProps extends PartProps {
  /** Called when the user has signed in with the wallet's account. */
  onSuccess?: ((session: Session) => void) | undefined
  onError?: ((error: AuthError) => void) | undefined
}
