'use client'

import { useEffect, useRef, useState } from 'react'
import { createDemoProvider } from './createDemoProvider.ts'
import './demo-wallet.css'

/**
 * A wallet for developers who have none. It announces itself like an extension (EIP-6963) and asks in a
 * separate dialog. It exists only in development: see `DevelopmentTools.tsx`.
 */
export default function DemoWallet() {
  const [request, setRequest] = useState<SignatureRequest>()
  const dialog = useRef<HTMLDialogElement>(null)

  useEffect(() => {
    const provider = createDemoProvider(
      (text) => new Promise((answer) => setRequest({ text, answer })),
    )
    return announce(provider)
  }, [])

  useEffect(() => {
    if (request !== undefined) dialog.current?.showModal()
  }, [request])

  if (request === undefined) return null

  const close = (isSigned: boolean) => {
    request.answer(isSigned)
    setRequest(undefined)
  }
  return (
    <dialog
      ref={dialog}
      className="demo-wallet"
      aria-labelledby="demo-wallet-title"
      onCancel={() => close(false)}
    >
      <p className="demo-wallet-name">Demo Wallet</p>
      <h2 id="demo-wallet-title">Sign this message?</h2>
      <p>
        <b>{location.host}</b> asks you to sign. Signing costs nothing and moves nothing.
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a text that scrolls must be reachable by keyboard. */}
      <pre tabIndex={0}>{request.text}</pre>
      <div className="demo-wallet-actions">
        <button type="button" onClick={() => close(false)}>
          Reject
        </button>
        <button type="button" className="demo-wallet-sign" onClick={() => close(true)}>
          Sign
        </button>
      </div>
    </dialog>
  )
}

type SignatureRequest = { text: string; answer: (isSigned: boolean) => void }

/**
 * Announces the wallet, now and whenever a page asks for wallets.
 *
 * @see {@link https://eips.ethereum.org/EIPS/eip-6963}
 */
function announce(provider: object): () => void {
  const detail = Object.freeze({
    info: { uuid: crypto.randomUUID(), name: 'Demo Wallet', icon, rdns: 'local.demo.wallet' },
    provider,
  })
  const answer = () => window.dispatchEvent(new CustomEvent('eip6963:announceProvider', { detail }))
  window.addEventListener('eip6963:requestProvider', answer)
  answer()
  return () => window.removeEventListener('eip6963:requestProvider', answer)
}

const icon = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="9" fill="#5b5bd6"/><path d="M8 12.5A3.5 3.5 0 0 1 11.500 9H22v3h1.500a1.500 1.500 0 0 1 1.500 1.500v8a1.500 1.500 0 0 1-1.500 1.500h-12A3.500 3.500 0 0 1 8 19.500z" fill="#fff"/><circle cx="21" cy="17.500" r="1.700" fill="#5b5bd6"/></svg>',
)}`
