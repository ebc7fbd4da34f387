'use client'

import { useId } from 'react'
import { useWords } from '../../locales/useWords.ts'
import { useReauthenticate } from '../../session/useReauthenticate.ts'
import { useSession } from '../../session/useSession.ts'
import { useIsWalletAsked } from '../../siwe/useIsWalletAsked.ts'
import { Dialog } from '../dialog/Dialog.tsx'
import type { PartProps } from '../parts/Part.tsx'
import { Title } from '../parts/Title.tsx'
import { SignInMethods } from '../sign-in/SignInMethods.tsx'

/**
 * Renders nothing until a call requires a recent sign-in. It then shows a dialog in which the user can sign in
 * again. Render it once per page.
 *
 * @example
 * <AuthProvider><App /><ReauthenticateDialog /></AuthProvider>
 */
export function ReauthenticateDialog(look: PartProps) {
  const words = useWords()
  const { status } = useSession()
  const isWalletAsked = useIsWalletAsked()
  const { isOpen, cancel } = useReauthenticate({ isPrompt: true })
  const id = useId()
  return (
    <Dialog
      {...look}
      isOpen={isOpen}
      onClose={cancel}
      labelledBy={id}
      yields={isWalletAsked}
      data-status={status}
    >
      <div className="kit-card">
        <header>
          <Title id={id}>{words.session.again}</Title>
          <p className="kit-description">{words.session.againWhy}</p>
        </header>
        <SignInMethods />
        <div className="kit-actions">
          <button type="button" className="kit-button" data-variant="quiet" onClick={cancel}>
            {words.session.later}
          </button>
        </div>
      </div>
    </Dialog>
  )
}
