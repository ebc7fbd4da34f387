'use client'

import type { Session } from '@kit/core'
import { type ReactNode, useId, useState } from 'react'
import { useFirstWords } from '../../locales/useFirstWords.ts'
import { useSession } from '../../session/useSession.ts'
import { useSignOut } from '../../session/useSignOut.ts'
import { useEns } from '../../siwe/ens/useEns.ts'
import { useSiweLogin } from '../../siwe/useSiweLogin.ts'
import { Avatar } from '../parts/Avatar.tsx'
import { describeSession } from '../parts/describeSession.ts'
import { Icon } from '../parts/icons.tsx'
import { Part, type PartProps } from '../parts/Part.tsx'
import { ProblemAlert } from '../problem-alert/ProblemAlert.tsx'
import { SessionSummary } from '../session-card/SessionSummary.tsx'
import { SiweStatus } from '../siwe-status/SiweStatus.tsx'
import { OtherWallets } from './OtherWallets.tsx'
import { useMenu } from './useMenu.ts'
import { type Explorer, WalletItems } from './WalletItems.tsx'

/**
 * Renders a button with the signed-in user that opens a menu to sign out. Renders nothing without a session.
 *
 * @example
 * <header><UserButton /></header>
 */
export function UserButton(props: UserButtonProps) {
  const { session } = useSession()
  return session && <Menu session={session} {...props} />
}

/** Props of `UserButton`. */
export interface UserButtonProps extends PartProps {
  /** `UserMenuItem`s, shown above the item that signs out. */
  children?: ReactNode
  /**
   * Returns the URL of an account's page in a block explorer. `false` omits the link.
   *
   * @default the explorer of the session's chain, if the app's wagmi configuration has one
   */
  explorer?: Explorer
}

function Menu({ session, children, explorer, ...look }: UserButtonProps & { session: Session }) {
  const words = useFirstWords()
  const { name, avatar } = useEns(session.address)
  const { signOut, status, error } = useSignOut()
  const login = useSiweLogin({ prefetch: false })
  const id = useId()
  const { trigger, popover, menu } = useMenu()
  const [isChoosing, setIsChoosing] = useState(false)
  if (isChoosing && !trigger['aria-expanded']) setIsChoosing(false)
  const isBusy = status === 'pending'
  return (
    <Part tag="div" look={look} data-status={session.status}>
      <button
        {...trigger}
        type="button"
        id={`${id}button`}
        className="kit-button"
        data-variant="secondary"
        aria-controls={id}
        data-account=""
      >
        <Avatar session={session} picture={avatar} />
        <bdi dir={name && 'ltr'}>{name ?? describeSession(session, words)}</bdi>
        <Icon name="chevron" />
      </button>
      <div {...popover} id={id} popover="manual" className="kit-card kit-popover">
        <SessionSummary session={session} />
        <ProblemAlert error={error ?? login.error} />
        {session.address !== undefined && login.isPending && <SiweStatus login={login} />}
        <div {...menu} role="menu" className="kit-menu" aria-labelledby={`${id}button`}>
          {isChoosing ? (
            <OtherWallets session={session} login={login} onLeave={() => setIsChoosing(false)} />
          ) : (
            <>
              {children}
              {session.address !== undefined && (
                <WalletItems
                  session={session}
                  address={session.address}
                  explorer={explorer}
                  login={login}
                  onOther={() => setIsChoosing(true)}
                />
              )}
              <button
                type="button"
                role="menuitem"
                tabIndex={-1}
                className="kit-menu-item"
                aria-disabled={isBusy || undefined}
                onClick={(event) => {
                  // Keeps the menu open until the sign-out is done, because it may fail.
                  event.preventDefault()
                  if (!isBusy) signOut()
                }}
              >
                {isBusy ? words.session.signingOut : words.session.signOut}
              </button>
            </>
          )}
        </div>
      </div>
    </Part>
  )
}
