'use client'

import { formatMessage } from '../../locales/formatMessage.ts'
import { useWords } from '../../locales/useWords.ts'
import { WalletMark } from '../wallet-connect-qr/WalletMark.tsx'

/** Links for phones that open this page in the browser of a wallet's app. */
export function OpenInWallet() {
  const words = useWords()
  const { href, host, pathname, search } = location
  const page = encodeURIComponent(href)
  const links = [
    ['MetaMask', `https://metamask.app.link/dapp/${host}${pathname}${search}`],
    ['Trust Wallet', `https://link.trustwallet.com/open_url?coin_id=60&url=${page}`],
    ['Coinbase Wallet', `https://go.cb-w.com/dapp?cb_url=${page}`],
  ] as const
  return (
    <ul className="kit-wallet-list">
      {links.map(([name, link]) => (
        <li key={name}>
          <a className="kit-wallet" href={link}>
            <WalletMark name={name} />
            <span className="kit-wallet-name">
              {formatMessage(words.wallets.openHere, { wallet: name }, words.locale)}
            </span>
          </a>
        </li>
      ))}
    </ul>
  )
}
