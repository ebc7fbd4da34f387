'use client'

import type { Session } from '@kit/core'
import { useEffect, useRef } from 'react'
import { useConfig } from 'wagmi'
import { useFirstWords } from '../../locales/useFirstWords.ts'
import { findSessionConnection } from '../../session/findMismatch.ts'
import { findSessionWallet } from '../../session/sessionWallet.ts'
import type { useSiweLogin } from '../../siwe/useSiweLogin.ts'
import { useWallets } from '../../siwe/useWallets.ts'
import { InstallLink } from '../parts/InstallLink.tsx'
import { Icon } from '../parts/icons.tsx'
import { WalletIcon } from '../wallet-list/WalletList.tsx'
import { UserMenuItem } from './UserMenuItem.tsx'

/** The menu with the wallets that the user can switch to. It replaces the menu's other items. */
export function OtherWallets({ session, login, onLeave }: OtherWalletsProps) {
  const words = useFirstWords()
  const { state } = useConfig()
  const sessionConnectorId =
    findSessionConnection(session, [...state.connections.values()])?.connector.id ??
    findSessionWallet(session.authenticatedAt)
  // WalletConnect is listed even if it opened the session, because it can reach a wallet on another phone.
  const others = useWallets().filter(
    ({ connector }) => connector.id !== sessionConnectorId || connector.type === 'walletConnect',
  )
  const items = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const menu = items.current?.parentElement
    const focusFirst = () =>
      menu?.querySelector<HTMLElement>('[role=menuitem]')?.focus({ preventScroll: true })
    focusFirst()
    // The chosen item disappears, so the focus returns to the menu, except if the menu was closed: then its
    // button has the focus.
    return () => {
      if (document.activeElement === document.body) focusFirst()
    }
  }, [])
  return (
    <div ref={items} role="none">
      <UserMenuItem
        onClick={(event) => {
          event.preventDefault()
          onLeave()
        }}
      >
        <Icon name="back" />
        {words.signIn.back}
      </UserMenuItem>
      {others.length === 0 && (
        <p className="kit-description" data-state="empty">
          {words.wallets.none} <InstallLink />
        </p>
      )}
      {others.map((wallet) => (
        <UserMenuItem
          key={wallet.connector.uid}
          onClick={(event) => {
            // Keeps the menu open, so that the instructions, or the QR code, are visible.
            event.preventDefault()
            onLeave()
            login.signIn({ wallet, choosesAccount: wallet.connector.id === sessionConnectorId })
          }}
        >
          <WalletIcon wallet={wallet} />
          {wallet.name}
        </UserMenuItem>
      ))}
    </div>
  )
}

interface OtherWalletsProps {
  session: Session
  login: useSiweLogin.ReturnType
  /** Shows the menu's other items again. */
  onLeave: () => void
}
