'use client'

import { type ReactNode, useId } from 'react'
import { useSession } from '../../hooks/useSession.ts'
import { Icon } from '../../internals/icons.tsx'
import { useFirstWords } from '../../locales/useFirstWords.ts'
import { Dialog } from '../dialog/Dialog.tsx'
import type { SignInProps } from '../sign-in/SignIn.tsx'
import { SignInMethods } from '../sign-in/SignInMethods.tsx'

/**
 * Renders the ways to sign in as a modal dialog, which closes itself when somebody is signed in. The
 * focus goes back to what opened it.
 *
 * @example
 * const [isOpen, setIsOpen] = useState(false)
 * <button onClick={() => setIsOpen(true)}>Sign in</button>
 * <SignInDialog isOpen={isOpen} onClose={() => setIsOpen(false)} />
 */
export function SignInDialog(props: SignInDialogProps) {
  const {
    isOpen,
    onClose,
    onSuccess,
    onError,
    logo,
    title,
    description,
    arrange,
    children,
    ...look
  } = props
  const words = useFirstWords()
  const { status } = useSession()
  const id = useId()
  return (
    <Dialog
      {...look}
      isOpen={isOpen && status !== 'signed-in'}
      onClose={onClose}
      labelledBy={id}
      data-status={status}
    >
      <div className="kit-card">
        <header>
          {logo !== undefined && <div className="kit-logo">{logo}</div>}
          <h2 className="kit-title" id={id} tabIndex={-1}>
            {title ?? words.signIn.title}
          </h2>
          {description !== undefined && <p className="kit-description">{description}</p>}
        </header>
        <SignInMethods
          arrange={arrange}
          onError={onError}
          onSuccess={(session) => {
            onSuccess?.(session)
            onClose()
          }}
        />
        {children}
        <button
          type="button"
          className="kit-close"
          aria-label={words.signIn.close}
          onClick={onClose}
        >
          <Icon name="close" />
        </button>
      </div>
    </Dialog>
  )
}

export interface SignInDialogProps extends SignInProps {
  isOpen: boolean
  /** The user wants it closed, or is signed in. */
  onClose: () => void
  /** Below the rest, such as terms of use. */
  children?: ReactNode
}
