'use client'

import { useId, useState } from 'react'
import { useSession } from '../../hooks/useSession.ts'
import { useSessionExpiry } from '../../hooks/useSessionExpiry.ts'
import { useSignOut } from '../../hooks/useSignOut.ts'
import { formatSeconds } from '../../internals/formatSeconds.ts'
import type { PartProps } from '../../internals/Part.tsx'
import { useWords } from '../../locales/useWords.ts'
import { fill } from '../../locales/Words.ts'
import { Dialog } from '../dialog/Dialog.tsx'
import { SignInMethods } from '../sign-in/SignInMethods.tsx'

/**
 * Renders nothing until the session is about to end; then a dialog that says so, once for a session, and
 * offers to sign in again or to sign out.
 *
 * @example
 * <SessionExpiryDialog warnBeforeMs={120_000} />
 */
export function SessionExpiryDialog({ warnBeforeMs, ...look }: SessionExpiryDialogProps) {
  const words = useWords()
  const { session, status } = useSession()
  const { isEnding, endsInSeconds } = useSessionExpiry({ warnBeforeMs })
  const { signOut } = useSignOut()
  const [dismissed, setDismissed] = useState<string>()
  const id = useId()
  const isOpen = isEnding && session !== undefined && dismissed !== session.authenticatedAt
  const close = () => setDismissed(session?.authenticatedAt)
  return (
    <Dialog {...look} isOpen={isOpen} onClose={close} labelledBy={id} data-status={status}>
      <div className="kit-card">
        <header>
          <h2 className="kit-title" id={id} tabIndex={-1}>
            {words.session.ending}
          </h2>
          {/* For the eye alone: nobody wants to hear every second. */}
          <p className="kit-description" aria-hidden="true">
            {fill(words.session.endsIn, { time: formatSeconds(endsInSeconds ?? 0, words.locale) })}
          </p>
        </header>
        <SignInMethods />
        <div className="kit-actions" data-align="between">
          <button type="button" className="kit-button" data-variant="quiet" onClick={close}>
            {words.session.later}
          </button>
          <button
            type="button"
            className="kit-button"
            data-variant="quiet"
            onClick={() => signOut()}
          >
            {words.session.signOut}
          </button>
        </div>
      </div>
    </Dialog>
  )
}

export interface SessionExpiryDialogProps extends PartProps {
  /** How long before the end, in ms. @default 60000 */
  warnBeforeMs?: number | undefined
}
