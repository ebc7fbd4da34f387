'use client'

import { useEffect, useId, useState } from 'react'
import { useWallets, type Wallet } from '../../hooks/useWallets.ts'
import { InstallLink } from '../../internals/InstallLink.tsx'
import { Icon } from '../../internals/icons.tsx'
import { Part, type PartProps } from '../../internals/Part.tsx'
import { useFirstWords } from '../../locales/useFirstWords.ts'

/**
 * Renders a list with a button for each wallet, the last used one first, or how to get one.
 *
 * @example
 * <WalletList onPick={(wallet) => signIn({ wallet })} />
 */
export function WalletList({ onPick, busyWallet, disabled = false, ...look }: WalletListProps) {
  const words = useFirstWords()
  const wallets = useWallets()
  const recentId = useId()
  // A server sees no wallets, and must not say that there are none.
  const [isHere, setIsHere] = useState(false)
  useEffect(() => setIsHere(true), [])
  if (wallets.length === 0 && isHere)
    return (
      <Part tag="p" look={look} className="kit-description" data-state="empty">
        {words.wallets.none} <InstallLink />
      </Part>
    )
  return (
    <Part tag="ul" look={look} className="kit-wallet-list" aria-label={words.wallets.label}>
      {!isHere && <li className="kit-wallet" data-loading />}
      {wallets.map((wallet) => {
        const isBusy = busyWallet === wallet.name
        return (
          <li key={wallet.connector.uid}>
            <button
              type="button"
              className="kit-wallet"
              data-loading={isBusy || undefined}
              data-recent={wallet.isRecent || undefined}
              aria-disabled={disabled || undefined}
              aria-describedby={wallet.isRecent ? recentId : undefined}
              onClick={() => {
                if (!disabled) onPick(wallet)
              }}
            >
              <WalletIcon wallet={wallet} />
              <span className="kit-wallet-name">{wallet.name}</span>
              {wallet.isRecent && (
                <span className="kit-badge" id={recentId} aria-hidden="true">
                  {words.wallets.recent}
                </span>
              )}
            </button>
          </li>
        )
      })}
    </Part>
  )
}

export interface WalletListProps extends PartProps {
  onPick: (wallet: Wallet) => void
  /** The name of the wallet that is being asked. */
  busyWallet?: string | undefined
  /** Whether nothing can be picked now; the buttons keep the focus. @default false */
  disabled?: boolean | undefined
}

/** The wallet's own icon; its first letter where there is none, or a broken one. */
function WalletIcon({ wallet: { icon, name, connector } }: { wallet: Wallet }) {
  const [isBroken, setIsBroken] = useState(false)
  if (icon === undefined || isBroken)
    return (
      <span className="kit-wallet-icon" data-letter aria-hidden="true">
        {connector.id === 'walletConnect' ? <Icon name="phone" /> : [...name][0]}
      </span>
    )
  return (
    <img
      className="kit-wallet-icon"
      src={icon}
      alt=""
      width="32"
      height="32"
      onError={() => setIsBroken(true)}
    />
  )
}
