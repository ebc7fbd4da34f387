'use client'

import { useState } from 'react'
import { Part, type PartProps } from '../../internals/Part.tsx'
import { useMediaQuery } from '../../internals/useMediaQuery.ts'
import { useWords } from '../../locales/useWords.ts'
import { fill } from '../../locales/Words.ts'
import { drawQr } from './drawQr.ts'

/**
 * Renders what a wallet on another device scans, with a link to copy; and on a phone, links that open a
 * wallet's app. They are links from the start, with nothing to wait for in the tap: phones open apps for
 * nothing else.
 *
 * @example
 * const { uri } = useSiweLogin()
 * return uri && <WalletConnectQr uri={uri} />
 */
export function WalletConnectQr({ uri, apps = knownApps, ...look }: WalletConnectQrProps) {
  const words = useWords()
  const isPhone = useMediaQuery('(pointer: coarse) and (hover: none)')
  const [outcome, setOutcome] = useState<'copied' | 'notCopied' | undefined>()
  const copy = async () => {
    try {
      // Absent where the page is not served over https.
      await navigator.clipboard.writeText(uri)
      setOutcome('copied')
    } catch {
      setOutcome('notCopied')
    }
  }
  const code = <Code uri={uri} label={words.wallets.code} />
  return (
    <Part
      tag="div"
      look={look}
      className="kit-stack kit-qr"
      data-device={isPhone ? 'phone' : 'desk'}
    >
      {isPhone ? (
        <>
          <ul className="kit-wallet-list" aria-label={words.wallets.label}>
            {apps.map(({ name, link }) => (
              <li key={name}>
                <a className="kit-wallet" href={link + encodeURIComponent(uri)} rel="noreferrer">
                  <span className="kit-wallet-icon" data-letter aria-hidden="true">
                    {name.slice(0, 1)}
                  </span>
                  <span className="kit-wallet-name">
                    {fill(words.wallets.openIn, { wallet: name })}
                  </span>
                </a>
              </li>
            ))}
            <li>
              <a className="kit-wallet" href={uri}>
                <span className="kit-wallet-icon" data-letter aria-hidden="true">
                  …
                </span>
                <span className="kit-wallet-name">
                  {fill(words.wallets.openIn, { wallet: words.siwe.anyWallet })}
                </span>
              </a>
            </li>
          </ul>
          <details className="kit-details">
            <summary>{words.wallets.otherDevice}</summary>
            {code}
          </details>
        </>
      ) : (
        <>
          <p className="kit-status">{words.wallets.scan}</p>
          {code}
        </>
      )}
      <button type="button" className="kit-button" data-variant="secondary" onClick={copy}>
        {words.wallets.copy}
      </button>
      <p role="status" className="kit-status">
        {outcome && words.wallets[outcome]}
      </p>
    </Part>
  )
}

export interface WalletConnectQrProps extends PartProps {
  /** What the wallet needs to know, `wc:…`. It lets whoever has it answer: show it, and keep it nowhere. */
  uri: string
  /** The apps that a phone offers. Whatever takes `wc:` links follows them. @default four that many people have */
  apps?: readonly WalletApp[] | undefined
}

/** An app on a phone. */
export interface WalletApp {
  name: string
  /** The URI goes behind it, encoded. */
  link: string
}

/** By universal links: where the app is missing, they lead to its page. */
const knownApps: readonly WalletApp[] = [
  { name: 'MetaMask', link: 'https://metamask.app.link/wc?uri=' },
  { name: 'Rainbow', link: 'https://rnbwapp.com/wc?uri=' },
  { name: 'Trust Wallet', link: 'https://link.trustwallet.com/wc?uri=' },
  { name: 'Zerion', link: 'https://wallet.zerion.io/wc?uri=' },
]

/** Dark on white, whatever the theme: cameras expect that. */
function Code({ uri, label }: { uri: string; label: string }) {
  const { size, path } = drawQr(uri)
  return (
    <svg className="kit-qr-code" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label}>
      <rect width={size} height={size} fill="#ffffff" />
      <path d={path} fill="#12151c" shapeRendering="crispEdges" />
    </svg>
  )
}
