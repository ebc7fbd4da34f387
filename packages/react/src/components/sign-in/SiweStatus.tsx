'use client'

import { lazy, Suspense } from 'react'
import type { useSiweLogin } from '../../hooks/useSiweLogin.ts'
import { fill, type Words } from '../../locales/Words.ts'
import { useAuth } from '../../provider/AuthContext.ts'

/** Loaded with the first code to scan. */
const WalletConnectQr = lazy(async () => {
  const { WalletConnectQr } = await import('../wallet-connect-qr/index.ts')
  return { default: WalletConnectQr }
})

/** Says what the user has to do next in a sign-in with a wallet, with the text to sign and a way out. */
export function SiweStatus({ login }: { login: useSiweLogin.ReturnType }) {
  const { words } = useAuth()
  const text = findText(login.status, words)
  const wallet = login.wallet ?? words.siwe.anyWallet
  return (
    <>
      <div role="status" className="kit-live">
        {text !== undefined && login.uri === undefined && (
          <p className="kit-status">
            {fill(login.isStalled ? words.siwe.stalled : text, { wallet })}
          </p>
        )}
      </div>
      {login.uri !== undefined && (
        <Suspense>
          <WalletConnectQr uri={login.uri} />
        </Suspense>
      )}
      {login.otherDomain !== undefined && waiting.has(login.status) && (
        <div className="kit-alert" data-tone="warning">
          <div className="kit-alert-body">
            <p>{fill(words.siwe.otherDomain, { domain: login.otherDomain })}</p>
          </div>
        </div>
      )}
      {isUnreadable(login.message) && waiting.has(login.status) && (
        <div className="kit-alert" data-tone="info">
          <div className="kit-alert-body">
            <p>{words.siwe.unreadable}</p>
          </div>
        </div>
      )}
      {login.message !== undefined && waiting.has(login.status) && (
        <details className="kit-details">
          <summary>{words.siwe.message}</summary>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a text that scrolls must be reachable by keyboard. */}
          <pre className="kit-message-preview" dir="ltr" tabIndex={0}>
            {login.message}
          </pre>
        </details>
      )}
      {text !== undefined && login.status !== 'verifying' && (
        <div className="kit-actions">
          {login.isStalled && (
            <button
              type="button"
              className="kit-button"
              data-variant="secondary"
              onClick={login.askAgain}
            >
              {fill(words.siwe.askAgain, { wallet })}
            </button>
          )}
          <button type="button" className="kit-button" data-variant="quiet" onClick={login.cancel}>
            {words.siwe.cancel}
          </button>
        </div>
      )}
    </>
  )
}

function findText(status: string, { siwe }: Words): string | undefined {
  const texts: Record<string, string | undefined> = {
    connecting: siwe.connecting,
    challenging: siwe.challenging,
    signing: siwe.signing,
    'awaiting-return': siwe.awaitingReturn,
    verifying: siwe.verifying,
  }
  return texts[status]
}

/** A text of one long word, such as a token: nobody can tell what it says. */
function isUnreadable(message: string | undefined): boolean {
  return message !== undefined && !/\s/.test(message)
}

const waiting: ReadonlySet<string> = new Set(['signing', 'awaiting-return'])
