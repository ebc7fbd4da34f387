'use client'

import { useId } from 'react'
import { useReauthenticate } from '../../hooks/useReauthenticate.ts'
import { useSession } from '../../hooks/useSession.ts'
import type { PartProps } from '../../internals/Part.tsx'
import { useWords } from '../../locales/useWords.ts'
import { Dialog } from '../dialog/Dialog.tsx'
import { SignInMethods } from '../sign-in/SignInMethods.tsx'

/**
 * Renders nothing until a call needs a fresh sign-in; then a dialog that offers it. Put one on the page.
 *
 * @example
 * <AuthProvider><App /><ReauthenticateDialog /></AuthProvider>
 */
export function ReauthenticateDialog(look: PartProps) {
  const words = useWords()
  const { status } = useSession()
  const { isOpen, cancel } = useReauthenticate({ isPrompt: true })
  const id = useId()
  return (
    <Dialog {...look} isOpen={isOpen} onClose={cancel} labelledBy={id} data-status={status}>
      <div className="kit-card">
        <header>
          <h2 className="kit-title" id={id} tabIndex={-1}>
            {words.session.again}
          </h2>
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
