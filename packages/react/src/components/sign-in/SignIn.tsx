'use client'

import type { AuthError, Session } from '@kit/core'
import { type ReactNode, useId, useRef, useState } from 'react'
import { useFirstWords } from '../../locales/useFirstWords.ts'
import { useSession } from '../../session/useSession.ts'
import { Part, type PartProps } from '../parts/Part.tsx'
import { SuccessMark } from '../parts/SuccessMark.tsx'
import { type HeadingLevel, Title } from '../parts/Title.tsx'
import { useFocusKeeper } from '../parts/useFocusKeeper.ts'
import { useSmoothHeight } from '../parts/useSmoothHeight.ts'
import { useSuccessDelay } from '../parts/useSuccessDelay.ts'
import { SessionCard } from '../session-card/SessionCard.tsx'
import { SignInHeader } from './SignInHeader.tsx'
import { type Arrange, SignInMethods } from './SignInMethods.tsx'

/**
 * Renders a card with the sign-in methods that the backend offers, and then the signed-in user. It is built
 * with the public hooks.
 *
 * @example
 * <SignIn onSuccess={() => router.push('/')} />
 * @example
 * // Email first, with the wallets in a collapsed section.
 * <SignIn
 *   logo={<Logo />}
 *   arrange={({ email, wallets }) => <>{email}<details>{wallets}</details></>}
 * />
 */
export function SignIn(props: SignInProps) {
  const { onSuccess, onError, logo, title, description, arrange, children, ...rest } = props
  const { headingLevel, frame, termsUrl, privacyUrl, successDelayMs, ...look } = rest
  const words = useFirstWords()
  const { session, status } = useSession()
  const id = useId()
  const isKnown = status === 'signed-in' || status === 'signed-out'
  const { handleSuccess } = useSuccessDelay(onSuccess, successDelayMs)
  // Whether the user signed in on this page, and not before it was opened.
  const [isFresh, setIsFresh] = useState(false)
  if (status === 'signed-out' && !isFresh) setIsFresh(true)
  const card = useRef<HTMLElement>(null)
  useSmoothHeight(card)
  const { target, handlers } = useFocusKeeper<HTMLDivElement>(isKnown ? status : undefined)
  return (
    <Part
      tag="section"
      innerRef={card}
      look={look}
      className="kit-card"
      aria-labelledby={id}
      data-status={status}
      data-frame={frame}
      {...handlers}
    >
      {session === undefined ? (
        <>
          <SignInHeader {...{ id, headingLevel, logo, title, description }} titleRef={target} />
          <SignInMethods
            hasHeader
            arrange={arrange}
            termsUrl={termsUrl}
            privacyUrl={privacyUrl}
            onSuccess={handleSuccess}
            onError={onError}
          />
        </>
      ) : (
        <>
          <header>
            {logo !== undefined && <div className="kit-logo">{logo}</div>}
            {isFresh && <SuccessMark />}
            <Title id={id} ref={target} level={headingLevel}>
              {words.session.signedIn}
            </Title>
          </header>
          <SessionCard session={session} />
        </>
      )}
      {children}
    </Part>
  )
}

/** Props of `SignIn`. */
export interface SignInProps extends PartProps {
  onSuccess?: ((session: Session) => void) | undefined
  onError?: ((error: AuthError) => void) | undefined
  /** Shown above the title, such as the app's logo. */
  logo?: ReactNode
  /** @default 'Sign in' */
  title?: ReactNode
  /** @default the offered methods, in one sentence */
  description?: ReactNode
  /** Arranges the wallets, the email form and the other parts. @default below each other */
  arrange?: Arrange | undefined
  /** The level of the title in the page's outline. @default 2 */
  headingLevel?: HeadingLevel | undefined
  /**
   * `none` removes border, padding, shadow and background, and inherits the font and colour. Use it inside a
   * dialog or card of the app.
   *
   * @default a card
   */
  frame?: 'none' | undefined
  /** The URL of your terms of service. A line below the sign-in methods links to it. */
  termsUrl?: string | undefined
  /** The URL of your privacy policy, which the same line links to. */
  privacyUrl?: string | undefined
  /**
   * How long the card shows the success before it calls `onSuccess`, in ms. About 900 is enough to see it. The
   * session is available immediately.
   *
   * @default 0
   */
  successDelayMs?: number | undefined
  /** Shown at the bottom of the card. */
  children?: ReactNode
}
