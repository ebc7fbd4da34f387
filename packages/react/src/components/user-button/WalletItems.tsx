'use client'

import type { Session } from '@kit/core'
import { useState } from 'react'
import { useConfig } from 'wagmi'
import { useFirstWords } from '../../locales/useFirstWords.ts'
import { findSessionConnection } from '../../session/findMismatch.ts'
import { findSessionWallet } from '../../session/sessionWallet.ts'
import { useSignOut } from '../../session/useSignOut.ts'
import type { useSiweLogin } from '../../siwe/useSiweLogin.ts'
import { UserMenuItem } from './UserMenuItem.tsx'

/** The menu items for a wallet's session. */
export function WalletItems({ session, address, explorer, login, onOther }: WalletItemsProps) {
  const { session: words, wallets } = useFirstWords()
  const config = useConfig()
  const { signOut, isPending } = useSignOut({ disconnect: true })
  const [isCopied, setIsCopied] = useState(false)
  const url = findUrl()

  function findUrl(): string | undefined {
    if (explorer === false) return undefined
    if (explorer !== undefined) return explorer({ address, chainId: session.chainId })
    const chain = config.chains.find(({ id }) => id === session.chainId)
    const base = chain?.blockExplorers?.default.url
    return base && `${base}/address/${address}`
  }

  const copy = async () => {
    // The clipboard is missing if the page is not served over https.
    await navigator.clipboard.writeText(address).then(
      () => setIsCopied(true),
      () => {},
    )
  }
  const changeAccount = () => {
    const sessionConnection = findSessionConnection(session, [...config.state.connections.values()])
    const id = sessionConnection?.connector.id ?? findSessionWallet(session.authenticatedAt)
    const connector = config.connectors.find((one) => one.id === id)
    login.signIn({ connector, choosesAccount: true })
  }
  return (
    <>
      <UserMenuItem
        onClick={(event) => {
          // Keeps the menu open, so that the user can read that the address was copied.
          event.preventDefault()
          void copy()
        }}
      >
        {isCopied ? words.addressCopied : words.copyAddress}
      </UserMenuItem>
      {url !== undefined && (
        <UserMenuItem render={<a href={url} target="_blank" rel="noreferrer" />}>
          {words.explorer}
        </UserMenuItem>
      )}
      <UserMenuItem
        onClick={(event) => {
          // Keeps the menu open, so that the instructions, or the QR code, are visible.
          event.preventDefault()
          changeAccount()
        }}
      >
        {words.changeAccount}
      </UserMenuItem>
      <UserMenuItem
        onClick={(event) => {
          event.preventDefault()
          onOther()
        }}
      >
        {wallets.otherWallet}
      </UserMenuItem>
      <UserMenuItem
        onClick={(event) => {
          event.preventDefault()
          if (!isPending) signOut()
        }}
      >
        {words.disconnect}
      </UserMenuItem>
    </>
  )
}

/** Returns the URL of an account's page. `false` means no link, and `undefined` the explorer of the chain. */
export type Explorer =
  | ((account: { address: string; chainId: number | undefined }) => string)
  | false
  | undefined

interface WalletItemsProps {
  session: Session
  address: string
  explorer: Explorer
  login: useSiweLogin.ReturnType
  /** Shows the wallets that the user can switch to. */
  onOther: () => void
}
