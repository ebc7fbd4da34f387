'use client'

import { useState } from 'react'
import { formatMessage } from '../../locales/formatMessage.ts'
import { useWords } from '../../locales/useWords.ts'
import {
  forgetApp,
  rememberApp,
  type WalletApp,
  type WalletApps,
} from '../../siwe/walletconnect/deepLink.ts'
import { Part, type PartProps } from '../parts/Part.tsx'
import { useIsPhone } from '../parts/useIsPhone.ts'
import { drawQr } from './drawQr.ts'
import { WalletMark } from './WalletMark.tsx'

/**
 * Renders a QR code for a wallet on another device, with a button to copy its link. On a phone it renders links
 * that open a wallet's app. They are real links, because phones open apps only during a tap.
 *
 * @example
 * const { uri } = useSiweLogin()
 * return uri && <WalletConnectQr uri={uri} />
 */
export function WalletConnectQr({ uri, apps, ...look }: WalletConnectQrProps) {
  const words = useWords()
  const isPhone = useIsPhone()
  const list = (typeof apps === 'function' ? apps(knownApps) : apps) ?? knownApps
  const isWebOnly = isPhone && opensOnlyWebLinks()
  const [outcome, setOutcome] = useState<'copied' | 'notCopied' | undefined>()
  const copy = async () => {
    try {
      // The clipboard is missing if the page is not served over https.
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
            {list.map((app) => (
              <AppLink key={app.name} app={isWebOnly ? toWebLink(app) : app} uri={uri} />
            ))}
            {!isWebOnly && (
              <li>
                <a className="kit-wallet" href={uri} onClick={forgetApp}>
                  <span className="kit-wallet-icon" data-letter aria-hidden="true">
                    …
                  </span>
                  <span className="kit-wallet-name">{words.wallets.openInAnyWallet}</span>
                </a>
              </li>
            )}
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

/** Props of `WalletConnectQr`. */
export interface WalletConnectQrProps extends PartProps {
  /** The pairing URI for the wallet, `wc:…`. Do not store it: anyone who has it can connect a wallet to this page. */
  uri: string
  /**
   * The apps that are offered on a phone, or a function that changes the default list. A link for any other app
   * that accepts `wc:` URIs follows them.
   *
   * @default four common ones
   */
  apps?: WalletApps | undefined
}

/**
 * The default apps. Each has a URL scheme, which opens the app directly, and a web link in case the app is not
 * installed.
 */
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
  const { name, link, fallback, icon } = app
  const get = formatMessage(words.wallets.get, { wallet: name }, words.locale)
  return (
    <li className="kit-row">
      <a
        className="kit-wallet"
        href={link + encodeURIComponent(uri)}
        {...(isWeb(link) ? elsewhere : {})}
        onClick={() => rememberApp(app)}
      >
        <WalletMark name={name} icon={icon} />
        <span className="kit-wallet-name">
          {formatMessage(words.wallets.openIn, { wallet: name }, words.locale)}
        </span>
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

/**
 * Whether the page is inside Telegram, whose browser shows an error for a link with the scheme of another app,
 * and opens that app only from a web link.
 *
 * @see {@link https://github.com/rainbow-me/rainbowkit/issues/1881}
 */
function opensOnlyWebLinks(): boolean {
  return 'TelegramWebviewProxy' in window
}

function toWebLink({ name, link, fallback = link, icon }: WalletApp): WalletApp {
  return { name, link: fallback, icon }
}

function isWeb(link: string): boolean {
  return link.startsWith('https:')
}

/**
 * Opens web links in a new tab. When the app opens instead of the web page, the tab stays empty, so it must not
 * be this one.
 */
const elsewhere = { target: '_blank', rel: 'noopener noreferrer' } as const

/** The QR code. It is dark on white in every theme, because scanners expect that. */
function Code({ uri, label }: { uri: string; label: string }) {
  const { size, path } = drawQr(uri)
  return (
    <svg className="kit-qr-code" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label}>
      <rect width={size} height={size} fill="#ffffff" />
      <path d={path} fill="#12151c" shapeRendering="crispEdges" />
    </svg>
  )
}
