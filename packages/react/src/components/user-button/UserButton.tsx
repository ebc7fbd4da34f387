'use client'

import { type ReactNode, useId } from 'react'
import { useSession } from '../../hooks/useSession.ts'
import { describeSession } from '../../internals/describeSession.ts'
import { Part, type PartProps } from '../../internals/Part.tsx'
import { useFirstWords } from '../../locales/useFirstWords.ts'
import { SessionCard } from '../session-card/SessionCard.tsx'

/**
 * Renders a button that says who is signed in and opens a card to sign out; nothing while nobody is.
 *
 * @example
 * <header><UserButton /></header>
 */
export function UserButton(look: UserButtonProps) {
  const words = useFirstWords()
  const { session } = useSession()
  const id = useId()
  if (session === undefined) return null
  return (
    <Part tag="div" look={look}>
      <button type="button" className="kit-button" data-variant="secondary" popoverTarget={id}>
        {describeSession(session, words)}
      </button>
      <div id={id} popover="auto" className="kit-card kit-popover">
        <SessionCard session={session} />
        {look.children}
      </div>
    </Part>
  )
}

export interface UserButtonProps extends PartProps {
  /** Below who is signed in, such as links to an account's pages. */
  children?: ReactNode
}
