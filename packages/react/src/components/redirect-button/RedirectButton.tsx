'use client'

import type { AuthError, Session } from '@kit/core'
import { useWords } from '../../locales/useWords.ts'
import { useRedirectLogin } from '../../redirect/useRedirectLogin.ts'
import { ActionButton } from '../parts/ActionButton.tsx'
import { Part, type PartProps } from '../parts/Part.tsx'
import { ProblemAlert } from '../problem-alert/ProblemAlert.tsx'

/**
 * Renders a button that signs in on the upstream's page.
 *
 * @example
 * <RedirectButton mode="page" />
 */
export function RedirectButton(props: RedirectButtonProps) {
  const { mode, onSuccess, onError, children, ...look } = props
  const words = useWords()
  const login = useRedirectLogin({ mode, onSuccess, onError })
  return (
    <Part tag="div" look={look} className="kit-stack" data-status={login.status}>
      <ActionButton
        variant="primary"
        isBusy={login.isPending}
        error={login.error}
        onClick={() => login.signIn()}
      >
        {children ?? words.signIn.redirect}
      </ActionButton>
      <div role="status" className="kit-live">
        {login.status === 'awaiting-return' && (
          <p className="kit-status">{words.signIn.redirectOpen}</p>
        )}
      </div>
      {login.status === 'awaiting-return' && (
        <div className="kit-actions">
          <button type="button" className="kit-button" data-variant="quiet" onClick={login.cancel}>
            {words.siwe.cancel}
          </button>
        </div>
      )}
      <ProblemAlert error={login.error} />
    </Part>
  )
}

/** Props of `RedirectButton`. */
export interface RedirectButtonProps extends PartProps {
  /** Whether the upstream's page opens in a separate window or replaces this page. @default 'popup' */
  mode?: 'popup' | 'page' | undefined
  onSuccess?: ((session: Session) => void) | undefined
  onError?: ((error: AuthError) => void) | undefined
  /** @default 'Continue on the sign-in page' */
  children?: string | undefined
}
