'use client'

import { useId, useState } from 'react'
import { formatWhen } from '../../locales/formatDuration.ts'
import { formatMessage } from '../../locales/formatMessage.ts'
import { useWords } from '../../locales/useWords.ts'
import { useSession } from '../../session/useSession.ts'
import { useSessionExpiry } from '../../session/useSessionExpiry.ts'
import { useSignOut } from '../../session/useSignOut.ts'
import { Dialog } from '../dialog/Dialog.tsx'
import { ActionButton } from '../parts/ActionButton.tsx'
import type { PartProps } from '../parts/Part.tsx'
import { Title } from '../parts/Title.tsx'
import { ProblemAlert } from '../problem-alert/ProblemAlert.tsx'
import { SignInMethods } from '../sign-in/SignInMethods.tsx'
import { useEnd } from './useEnd.ts'
import { useExtendSession } from './useExtendSession.ts'

/**
 * Renders nothing until the session is about to end. It then shows a dialog, once per session, in which the
 * user can stay signed in or sign out. If the session cannot be extended, the dialog offers to sign in again.
 * When the session has ended, the dialog stays open and says so, and keeps what was typed in it.
 *
 * @example
 * <SessionExpiryDialog warnBeforeMs={300_000} />
 */
export function SessionExpiryDialog(props: SessionExpiryDialogProps) {
  const { warnBeforeMs = 120_000, ...look } = props
  const words = useWords()
  const { session, status } = useSession()
  const { isEnding, isEnded, endsInSeconds = 0 } = useSessionExpiry({ warnBeforeMs })
  const { signOut } = useSignOut()
  const [dismissed, setDismissed] = useState<string>()
  const { isOver, last } = useEnd(session, isEnded)
  const extension = useExtendSession(session)
  const id = useId()
  const isOpen = (isEnding || isOver) && last !== undefined && dismissed !== last.authenticatedAt
  // The dialog offers to sign in again only if the session cannot be extended.
  const isExtending = !isOver && extension.isPossible
  const close = () => setDismissed(last?.authenticatedAt)
  const when = formatWhen(endsInSeconds, words.locale)
  return (
    <>
      <Dialog
        {...look}
        isOpen={isOpen}
        onClose={close}
        labelledBy={id}
        describedBy={`${id}-when`}
        data-status={status}
      >
        <div className="kit-card">
          <header>
            <Title id={id}>{isOver ? words.session.ended : words.session.ending}</Title>
            {/* Screen readers read the text when the dialog opens, and not every second. */}
            <p className="kit-description" id={`${id}-when`} role="timer" aria-live="off">
              {isOver
                ? words.session.endedWhy
                : formatMessage(words.session.endsIn, { when }, words.locale)}
            </p>
          </header>
          <p role="status" className="kit-visually-hidden">
            {isOver && words.session.ended}
          </p>
          {isExtending && (
            <>
              <ProblemAlert error={extension.error} />
              <ActionButton
                variant="primary"
                isBusy={extension.isPending}
                error={extension.error}
                onClick={extension.extend}
              >
                {extension.isPending ? words.session.extending : words.session.extend}
              </ActionButton>
            </>
          )}
          {isExtending && extension.error !== undefined && (
            <p className="kit-divider">{words.signIn.or}</p>
          )}
          {(!isExtending || extension.error !== undefined) && <SignInMethods />}
          <div className="kit-actions" data-align="fill">
            <button type="button" className="kit-button" data-variant="secondary" onClick={close}>
              {words.session.later}
            </button>
            {!isOver && (
              <button
                type="button"
                className="kit-button"
                data-variant="secondary"
                onClick={() => signOut()}
              >
                {words.session.signOut}
              </button>
            )}
          </div>
        </div>
      </Dialog>
      {/* Rendered outside of the dialog, because the dialog has closed by then. */}
      <p role="status" className="kit-visually-hidden">
        {extension.isExtended && !isOpen && words.session.extended}
      </p>
    </>
  )
}

/** Props of `SessionExpiryDialog`. */
export interface SessionExpiryDialogProps extends PartProps {
  /** How long before the end of the session to warn, in ms. @default 120000 */
  warnBeforeMs?: number | undefined
}
