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
 * Renders the whole card: the wallets and the email form that the backend offers, then the signed-in user. It
 * is built on the public hooks.
 *
 * @example
 * <SignIn onSuccess={() => router.push('/')} />
 * @example
 * // Email first, the wallets behind your own line.
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
  // Signed in while the user was watching, not before the page was opened.
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

export interface SignInProps extends PartProps {
  onSuccess?: ((session: Session) => void) | undefined
  onError?: ((error: AuthError) => void) | undefined
  /** Shown above the title, such as the app's logo. */
  logo?: ReactNode
  /** @default 'Sign in' */
  title?: ReactNode
  /** @default the offered methods, in one sentence */
  description?: ReactNode
  /** Where the wallets, the email form and the rest go. @default below each other */
  arrange?: Arrange | undefined
  /** The level of the title in the page's outline. @default 2 */
  headingLevel?: HeadingLevel | undefined
  /**
   * `none` removes border, padding, shadow and background, and inherits the font and colour, for a card
   * inside the app's dialog or card.
   *
   * @default a card
   */
  frame?: 'none' | undefined
  /** The address of your terms of service, to which a line below the sign-in methods links. */
  termsUrl?: string | undefined
  /** The address of your privacy policy, for the same line. */
  privacyUrl?: string | undefined
  /**
   * How long the card shows that the sign-in has succeeded before `onSuccess` is called, in ms. About 900 is
   * enough to see it. The session is available at once.
   *
   * @default 0
   */
  successDelayMs?: number | undefined
  /** Shown below the rest. */
  children?: ReactNode
}
