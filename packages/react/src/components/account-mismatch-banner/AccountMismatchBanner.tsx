'use client'

import type { AuthError, Session } from '@kit/core'
import { useId } from 'react'
import { useAccountMismatch } from '../../hooks/useAccountMismatch.ts'
import { useSiweLogin } from '../../hooks/useSiweLogin.ts'
import { isSiweBusy } from '../../internals/isSiweBusy.ts'
import { Part, type PartProps } from '../../internals/Part.tsx'
import { shortenAddress } from '../../internals/shortenAddress.ts'
import { useLanguage } from '../../internals/useLanguage.ts'
import { useWords } from '../../locales/useWords.ts'
import { fill } from '../../locales/Words.ts'
import { ProblemAlert } from '../problem-alert/ProblemAlert.tsx'
import { SiweStatus } from '../sign-in/SiweStatus.tsx'

/**
 * Renders nothing until the wallet shows another account than the one that is signed in; then which is
 * which, and the choice. Needs `<AuthProvider onAccountChange="ask">`.
 *
 * @example
 * <AuthProvider onAccountChange="ask"><AccountMismatchBanner /><App /></AuthProvider>
 */
export function AccountMismatchBanner(props: AccountMismatchBannerProps) {
  const { onSuccess, onError, ...look } = props
  const words = useWords()
  const { mismatch, keep } = useAccountMismatch()
  const login = useSiweLogin({ onSuccess, onError, prefetch: mismatch !== undefined })
  const id = useId()
  const isBusy = isSiweBusy(login.status)
  const names = mismatch && {
    session: shortenAddress(mismatch.session),
    wallet: shortenAddress(mismatch.wallet),
  }
  const title = words.session.mismatch
  const why = names && fill(words.session.mismatchWhy, names)
  return (
    <>
      {/* There from the start: screen readers miss a region that comes with its text. */}
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
            <button
              type="button"
              className="kit-button"
              data-variant="primary"
              data-loading={isBusy || undefined}
              aria-disabled={isBusy || undefined}
              onClick={() => login.signIn()}
            >
              {fill(words.session.switch, names)}
            </button>
            <button type="button" className="kit-button" data-variant="quiet" onClick={keep}>
              {fill(words.session.keep, names)}
            </button>
          </div>
        </Part>
      )}
    </>
  )
}

export interface AccountMismatchBannerProps extends PartProps {
  /** The wallet's account is signed in now. */
  onSuccess?: ((session: Session) => void) | undefined
  onError?: ((error: AuthError) => void) | undefined
}
