'use client'

import type { AuthError, Method, Session } from '@kit/core'
import { type ReactNode, useId } from 'react'
import { useSession } from '../../hooks/useSession.ts'
import { Part, type PartProps } from '../../internals/Part.tsx'
import { useFocusKeeper } from '../../internals/useFocusKeeper.ts'
import { useFirstWords } from '../../locales/useFirstWords.ts'
import type { FirstWords } from '../../locales/Words.ts'
import { SessionCard } from '../session-card/SessionCard.tsx'
import { type Arrange, SignInMethods } from './SignInMethods.tsx'

/**
 * Renders the whole card: the wallets and the e-mail form that the backend offers, then who is signed
 * in. Made of the public hooks alone.
 *
 * @example
 * <SignIn onSuccess={() => router.push('/')} />
 * @example
 * // E-mail first, the wallets behind a line of your own.
 * <SignIn
 *   logo={<Logo />}
 *   arrange={({ email, wallets }) => <>{email}<details>{wallets}</details></>}
 * />
 */
export function SignIn(props: SignInProps) {
  const { onSuccess, onError, logo, title, description, arrange, children, ...look } = props
  const words = useFirstWords()
  const { session, methods, status } = useSession()
  const id = useId()
  const isKnown = status === 'signed-in' || status === 'signed-out'
  const { target, handlers } = useFocusKeeper<HTMLHeadingElement>(isKnown ? status : undefined)
  return (
    <Part
      tag="section"
      look={look}
      className="kit-card"
      aria-labelledby={id}
      data-status={status}
      {...handlers}
    >
      <header>
        {logo !== undefined && <div className="kit-logo">{logo}</div>}
        <h2 className="kit-title" id={id} ref={target} tabIndex={-1}>
          {session === undefined ? (title ?? words.signIn.title) : words.session.signedIn}
        </h2>
        {status === 'signed-out' && methods.length > 0 && (
          <p className="kit-description">{description ?? describe(methods, words)}</p>
        )}
      </header>
      {session === undefined ? (
        <SignInMethods arrange={arrange} onSuccess={onSuccess} onError={onError} />
      ) : (
        <SessionCard session={session} />
      )}
      {children}
    </Part>
  )
}

export interface SignInProps extends PartProps {
  onSuccess?: ((session: Session) => void) | undefined
  onError?: ((error: AuthError) => void) | undefined
  /** Above the title, such as the app's mark. */
  logo?: ReactNode
  /** @default 'Sign in' */
  title?: ReactNode
  /** @default what can be used, in one sentence */
  description?: ReactNode
  /** Where the wallets, the e-mail form and the rest go. @default one below the other */
  arrange?: Arrange | undefined
  /** Below the rest, such as terms of use. */
  children?: ReactNode
}

function describe(methods: readonly Method[], { signIn }: FirstWords): string {
  const hasWallets = methods.includes('siwe')
  if (hasWallets && methods.includes('email-otp')) return signIn.description
  if (hasWallets) return signIn.descriptionWallet
  return methods.includes('email-otp') ? signIn.descriptionEmail : signIn.descriptionRedirect
}
