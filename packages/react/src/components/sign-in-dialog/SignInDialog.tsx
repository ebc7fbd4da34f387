'use client'

import type { Session } from '@kit/core'
import { type ReactNode, useId, useRef } from 'react'
import { useFirstWords } from '../../locales/useFirstWords.ts'
import { useSession } from '../../session/useSession.ts'
import { useIsWalletAsked } from '../../siwe/useIsWalletAsked.ts'
import { Dialog } from '../dialog/Dialog.tsx'
import { Icon } from '../parts/icons.tsx'
import { SuccessMark } from '../parts/SuccessMark.tsx'
import { useSmoothHeight } from '../parts/useSmoothHeight.ts'
import { useSuccessDelay } from '../parts/useSuccessDelay.ts'
import type { SignInProps } from '../sign-in/SignIn.tsx'
import { SignInHeader } from '../sign-in/SignInHeader.tsx'
import { SignInMethods } from '../sign-in/SignInMethods.tsx'
import { useFocusAfter } from './useFocusAfter.ts'
import { useSignInDialog } from './useSignInDialog.ts'

/**
 * Renders the sign-in methods in a modal dialog, which closes when the user is signed in. Escape, the close
 * button and a click on the page behind it also close the dialog. If a code was sent, it can still be entered
 * when the dialog opens again. After closing, the focus returns to the element that opened it.
 *
 * @example
 * const [isOpen, setIsOpen] = useState(false)
 * <button onClick={() => setIsOpen(true)}>Sign in</button>
 * <SignInDialog isOpen={isOpen} onClose={() => setIsOpen(false)} />
 */
export function SignInDialog(props: SignInDialogProps) {
  const { isOpen: isOpenByHook, close } = useSignInDialog()
  const {
    isOpen = isOpenByHook,
    onClose = close,
    onSuccess,
    onError,
    logo,
    title,
    description,
    arrange,
    children,
    headingLevel,
    termsUrl,
    privacyUrl,
    frame: _,
    successDelayMs,
    ...look
  } = props
  const words = useFirstWords()
  const { session, status } = useSession()
  const isWalletAsked = useIsWalletAsked()
  const id = useId()
  const isSignedIn = status === 'signed-in'
  const { isShown, handleSuccess } = useSuccessDelay((result: Session) => {
    onSuccess?.(result)
    onClose()
  }, successDelayMs)
  const isShowing = isOpen && (!isSignedIn || isShown)
  useFocusAfter(isShowing, isSignedIn)
  return (
    <Dialog
      {...look}
      isOpen={isShowing}
      onClose={onClose}
      labelledBy={id}
      isLightlyDismissed
      yields={isWalletAsked}
      data-status={status}
    >
      <Card>
        <SignInHeader {...{ id, headingLevel, logo, title, description }} />
        {session !== undefined && isShown ? (
          <div className="kit-accepted">
            <SuccessMark />
            <p role="status">{words.session.signedIn}</p>
          </div>
        ) : (
          <SignInMethods
            hasHeader
            arrange={arrange}
            termsUrl={termsUrl}
            privacyUrl={privacyUrl}
            onError={onError}
            onSuccess={handleSuccess}
          />
        )}
        {children}
        <button
          type="button"
          className="kit-close"
          aria-label={words.signIn.close}
          onClick={onClose}
        >
          <Icon name="close" />
        </button>
      </Card>
    </Dialog>
  )
}

/** Rendered only while the dialog is open. */
function Card({ children }: { children: ReactNode }) {
  const card = useRef<HTMLDivElement>(null)
  useSmoothHeight(card)
  return (
    <div className="kit-card" data-closable="" ref={card}>
      {children}
    </div>
  )
}

/** Props of `SignInDialog`. */
export type SignInDialogProps = SignInProps &
  (
    | {
        isOpen: boolean
        /** Called when the user wants to close the dialog, or has signed in. */
        onClose: () => void
      }
    // Opened and closed by `useSignInDialog`.
    | { isOpen?: undefined; onClose?: undefined }
  )
