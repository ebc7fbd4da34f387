'use client'

import type { Session } from '@kit/core'
import { type ReactNode, useId } from 'react'
import { useSession } from '../../hooks/useSession.ts'
import { useSignOut } from '../../hooks/useSignOut.ts'
import { describeSession } from '../../internals/describeSession.ts'
import { Icon } from '../../internals/icons.tsx'
import { Part, type PartProps } from '../../internals/Part.tsx'
import { useFirstWords } from '../../locales/useFirstWords.ts'
import { ProblemAlert } from '../problem-alert/ProblemAlert.tsx'
import { findIcon, SessionSummary } from '../session-card/SessionSummary.tsx'
import { useMenu } from './useMenu.ts'

/**
 * Renders a button that says who is signed in, and opens a menu to sign out; nothing while nobody is.
 *
 * @example
 * <header><UserButton /></header>
 */
export function UserButton(props: UserButtonProps) {
  const { session } = useSession()
  return session && <Menu session={session} {...props} />
}

export interface UserButtonProps extends PartProps {
  /** `UserMenuItem`s, above the one that signs out. */
  children?: ReactNode
}

function Menu({ session, children, ...look }: UserButtonProps & { session: Session }) {
  const words = useFirstWords()
  const { signOut, status, error } = useSignOut()
  const id = useId()
  const { trigger, popover, menu } = useMenu()
  const isBusy = status === 'pending'
  return (
    <Part tag="div" look={look} data-status={session.status}>
      <button
        {...trigger}
        type="button"
        id={`${id}button`}
        className="kit-button"
        data-variant="secondary"
        popoverTarget={id}
        aria-haspopup="menu"
      >
        <Icon name={findIcon(session)} />
        <bdi>{describeSession(session, words)}</bdi>
        <Icon name="chevron" />
      </button>
      <div {...popover} id={id} popover="auto" className="kit-card kit-popover">
        <SessionSummary session={session} />
        <ProblemAlert error={error} />
        <div {...menu} role="menu" className="kit-menu" aria-labelledby={`${id}button`}>
          {children}
          <button
            type="button"
            role="menuitem"
            tabIndex={-1}
            className="kit-menu-item"
            aria-disabled={isBusy || undefined}
            onClick={(event) => {
              // Open until it is done: it may fail.
              event.preventDefault()
              if (!isBusy) signOut()
            }}
          >
            {isBusy ? words.session.signingOut : words.session.signOut}
          </button>
        </div>
      </div>
    </Part>
  )
}
