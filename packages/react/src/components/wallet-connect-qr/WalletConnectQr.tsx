'use client'

import { useState } from 'react'
import { Part, type PartProps } from '../../internals/Part.tsx'
import { useMediaQuery } from '../../internals/useMediaQuery.ts'
import { useWords } from '../../locales/useWords.ts'
import { fill } from '../../locales/Words.ts'
import { forgetApp, rememberApp, type WalletApp } from '../../walletconnect/deepLink.ts'
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
            {apps.map((app) => (
              <AppLink key={app.name} app={app} uri={uri} />
            ))}
            <li>
              <a className="kit-wallet" href={uri} onClick={forgetApp}>
                <span className="kit-wallet-icon" data-letter aria-hidden="true">
                  …
                </span>
                <span className="kit-wallet-name">
                  {fill(words.wallets.openIn, { wallet: words.siwe.anyWallet })}
                </span>
              </a>
            </li>
          </ul>
          <details className="kit-details" onToggle={forgetApp}>
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

/** By their own schemes, which open the app from the tap itself, and by the web where it is missing. */
const knownApps: readonly WalletApp[] = [
  { name: 'MetaMask', link: 'metamask://wc?uri=', fallback: 'https://metamask.app.link/wc?uri=' },
  { name: 'Rainbow', link: 'rainbow://wc?uri=', fallback: 'https://rnbwapp.com/wc?uri=' },
  {
    name: 'Trust Wallet',
    link: 'trust://wc?uri=',
    fallback: 'https://link.trustwallet.com/wc?uri=',
  },
  { name: 'Zerion', link: 'zerion://wc?uri=', fallback: 'https://wallet.zerion.io/wc?uri=' },
]

function AppLink({ app, uri }: { app: WalletApp; uri: string }) {
  const words = useWords()
  const { name, link, fallback } = app
  const get = fill(words.wallets.get, { wallet: name })
  return (
    <li className="kit-row">
      <a
        className="kit-wallet"
        href={link + encodeURIComponent(uri)}
        {...(isWeb(link) ? elsewhere : {})}
        onClick={() => rememberApp(app)}
      >
        <span className="kit-wallet-icon" data-letter aria-hidden="true">
          {name.slice(0, 1)}
        </span>
        <span className="kit-wallet-name">{fill(words.wallets.openIn, { wallet: name })}</span>
      </a>
      {fallback !== undefined && (
        <a
          className="kit-button"
          data-variant="quiet"
          href={fallback + encodeURIComponent(uri)}
          {...elsewhere}
          aria-label={get}
          title={get}
          onClick={() => rememberApp({ name, link: fallback })}
        >
          ↗
        </a>
      )}
    </li>
  )
}

function isWeb(link: string): boolean {
  return link.startsWith('https:')
}

/** A page that a phone's app takes over leaves an empty tab behind, and must not take this one's place. */
const elsewhere = { target: '_blank', rel: 'noopener noreferrer' } as const

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
