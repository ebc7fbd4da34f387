'use client'

import type { useSiweLogin } from '../../hooks/useSiweLogin.ts'
import { Deferred, defer } from '../../internals/Deferred.tsx'
import { useFirstWords } from '../../locales/useFirstWords.ts'
import { type FirstWords, fill } from '../../locales/Words.ts'

/** Loaded with the first code to scan. */
const walletConnectQr = /* @__PURE__ */ defer(
  async () => (await import('../wallet-connect-qr/WalletConnectQr.tsx')).WalletConnectQr,
)

/** Loaded with the first prompt. */
export const siweRequest = /* @__PURE__ */ defer(
  async () => (await import('./SiweRequest.tsx')).SiweRequest,
)

/** Says what the user has to do next in a sign-in with a wallet, with the text to sign and a way out. */
export function SiweStatus({ login }: { login: useSiweLogin.ReturnType }) {
  const words = useFirstWords()
  const text = findText(login.status, words)
  const wallet = login.wallet ?? words.siwe.anyWallet
  const isSettled = login.status === 'verifying' || login.status === 'success'
  const cancel = text !== undefined && !isSettled && (
    <button type="button" className="kit-button" data-variant="quiet" onClick={login.cancel}>
      {words.siwe.cancel}
    </button>
  )
  return (
    <>
      <div className="kit-row">
        <div role="status" className="kit-live">
          {text !== undefined && login.uri === undefined && (
            <p className="kit-status">
              {fill(login.isStalled ? words.siwe.stalled : text, { wallet })}
            </p>
          )}
        </div>
        {login.uri === undefined && cancel}
      </div>
      {(login.isStalled || login.awaitsTap) && cancel !== false && (
        <button
          type="button"
          className="kit-button"
          data-variant={login.awaitsTap ? 'primary' : 'secondary'}
          onClick={login.askAgain}
        >
          {fill(words.siwe.askAgain, { wallet })}
        </button>
      )}
      {login.uri !== undefined && (
        <>
          <Deferred part={walletConnectQr} props={{ uri: login.uri }} />
          {cancel}
        </>
      )}
      {waiting.has(login.status) && <Deferred part={siweRequest} props={{ login }} />}
    </>
  )
}

function findText(status: string, { siwe, session }: FirstWords): string | undefined {
  const texts: Record<string, string | undefined> = {
    connecting: siwe.connecting,
    challenging: siwe.challenging,
    signing: siwe.signing,
    'awaiting-return': siwe.awaitingReturn,
    verifying: siwe.verifying,
    success: session.signedIn,
  }
  return texts[status]
}

const waiting: ReadonlySet<string> = new Set(['signing', 'awaiting-return'])
