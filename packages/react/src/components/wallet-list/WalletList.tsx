'use client'

import { useEffect, useId, useRef, useState } from 'react'
import { useFirstWords } from '../../locales/useFirstWords.ts'
import { loadSignatureCheck } from '../../siwe/loadSignatureCheck.ts'
import { useWallets, type Wallet } from '../../siwe/useWallets.ts'
import { Deferred, defer, useDeferred } from '../parts/Deferred.tsx'
import { InstallLink } from '../parts/InstallLink.tsx'
import { Part, type PartProps } from '../parts/Part.tsx'
import { useIsPhone } from '../parts/useIsPhone.ts'
import { WalletPicture } from '../parts/WalletPicture.tsx'
import { WalletConnectMark } from './WalletConnectMark.tsx'

/** Loaded on a phone without a wallet. */
const openInWallet = /* @__PURE__ */ defer<object>(
  async () => (await import('../laterParts.ts')).OpenInWallet,
)

/** Loaded for a connector of the app's configuration that has no icon. */
const walletMark = /* @__PURE__ */ defer<{ name: string }>(
  async () => (await import('../wallet-connect-qr/WalletMark.tsx')).WalletMark,
)

/**
 * Renders a list with a button for each wallet, the last used wallet first. If there is no wallet, it shows how
 * to get one.
 *
 * @example
 * <WalletList onPick={(wallet) => signIn({ wallet })} />
 */
export function WalletList({ onPick, busyWallet, disabled = false, ...look }: WalletListProps) {
  const words = useFirstWords()
  const wallets = useWallets()
  const isPhone = useIsPhone()
  const recentId = useId()
  // If all wallets are installed, the label "Installed" is not needed.
  const hasOthers = wallets.some(({ isInstalled }) => !isInstalled)
  // The server does not know which wallets exist, so it must not render that there are none.
  const [isHere, setIsHere] = useState(false)
  useEffect(() => setIsHere(true), [])
  const busyRow = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    const row = busyWallet === undefined ? null : busyRow.current
    // The cancel button, which had the focus, has disappeared.
    return () => {
      if (document.activeElement === document.body) row?.focus()
    }
  }, [busyWallet])
  if (wallets.length === 0 && isHere)
    return (
      <>
        <Part tag="p" look={look} className="kit-description" data-state="empty">
          {words.wallets.none} <InstallLink />
        </Part>
        {isPhone && <Deferred part={openInWallet} props={{}} />}
      </>
    )
  return (
    <Part
      tag="ul"
      look={look}
      className="kit-wallet-list"
      aria-label={words.wallets.label}
      onPointerOver={loadSignatureCheck}
      onFocus={loadSignatureCheck}
    >
      {!isHere && <li className="kit-wallet" data-loading />}
      {wallets.map((wallet) => {
        const isBusy = busyWallet === wallet.connector.uid || busyWallet === wallet.name
        return (
          <li key={wallet.connector.uid}>
            <button
              ref={isBusy ? busyRow : undefined}
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
              <span className="kit-wallet-name">
                <bdi>{wallet.name}</bdi>
              </span>
              {wallet.isRecent ? (
                <span className="kit-badge" id={recentId} aria-hidden="true">
                  {words.wallets.recent}
                </span>
              ) : (
                wallet.isInstalled &&
                hasOthers &&
                !isBusy && (
                  <span className="kit-badge" aria-hidden="true">
                    {words.wallets.installed}
                  </span>
                )
              )}
            </button>
          </li>
        )
      })}
    </Part>
  )
}

/** Props of `WalletList`. */
export interface WalletListProps extends PartProps {
  onPick: (wallet: Wallet) => void
  /** The wallet that is being asked: the `uid` of its connector, or its name if no other wallet has the same one. */
  busyWallet?: string | undefined
  /** Disables the buttons, but keeps them focusable. @default false */
  disabled?: boolean | undefined
}

/** The wallet's icon, the logo of a known wallet, or the first letter of its name. */
export function WalletIcon({ wallet: { icon, name, connector } }: { wallet: Wallet }) {
  const hasMark = icon === undefined && connector.type !== 'injected'
  const isWalletConnect = connector.id === 'walletConnect'
  const { Part: Mark } = useDeferred(walletMark, hasMark && !isWalletConnect)
  if (hasMark && isWalletConnect) return <WalletConnectMark />
  if (hasMark && Mark !== undefined) return <Mark name={name} />
  return <WalletPicture icon={icon} name={name} />
}
