'use client'

import { useConfig } from 'wagmi'
import { formatMessage } from '../../locales/formatMessage.ts'
import { useFirstWords } from '../../locales/useFirstWords.ts'
import type { FirstWords } from '../../locales/Words.ts'
import { isForeignFrame } from '../../siwe/isForeignFrame.ts'
import type { useSiweLogin } from '../../siwe/useSiweLogin.ts'
import type { Peer } from '../../siwe/walletconnect/findPeer.ts'
import { Deferred, defer, useDeferred } from '../parts/Deferred.tsx'
import { ConnectionCode } from './ConnectionCode.tsx'

/** Loaded when a wallet has scanned the code. */
const peerMark = /* @__PURE__ */ defer<Peer>(
  async () => (await import('../wallet-connect-qr/WalletMark.tsx')).PeerMark,
)

/** Loaded with the first prompt. */
const siweRequest = /* @__PURE__ */ defer(
  async () => (await import('../laterParts.ts')).SiweRequest,
)

/** Loaded in a frame of another site in which the browser stores no cookie. */
const ownWindow = /* @__PURE__ */ defer<object>(
  async () => (await import('../laterParts.ts')).OwnWindow,
)

/**
 * Says what the user has to do next in a sign-in with a wallet. Shows the text to sign, and a cancel button
 * unless the card's header has a back button.
 */
export function SiweStatus({ login, hasWayBack = false }: SiweStatusProps) {
  const words = useFirstWords()
  const { chains } = useConfig()
  const name = (chainId: number) =>
    chains.find(({ id }) => id === chainId)?.name ?? `eip155:${chainId}`
  const text = findText(login, words, name)
  const allowed = login.challenge?.format === 'eip4361' ? login.challenge.chainIds : undefined
  const isSettled = login.status === 'verifying' || login.status === 'success'
  const isWaiting = text !== undefined && !isSettled
  const peer = isWaiting ? login.peer : undefined
  const { Part: Mark } = useDeferred(peerMark, peer !== undefined)
  const cancel = isWaiting && !hasWayBack && (
    <button type="button" className="kit-button" data-variant="quiet" onClick={login.cancel}>
      {words.siwe.cancel}
    </button>
  )
  return (
    <>
      <div
        className="kit-row"
        data-empty={text === undefined || login.uri !== undefined || undefined}
      >
        {peer &&
          (Mark ? <Mark {...peer} /> : <span className="kit-wallet-icon" aria-hidden="true" />)}
        <div role="status" className="kit-live">
          {text !== undefined && login.uri === undefined && <p className="kit-status">{text}</p>}
        </div>
        {login.uri === undefined && cancel}
      </div>
      {(login.isStalled || login.awaitsTap) && isWaiting && (
        <button
          type="button"
          className="kit-button"
          data-variant={login.awaitsTap ? 'primary' : 'secondary'}
          onClick={login.retryPrompt}
        >
          {nameWallet(login, words, 'retryPrompt')}
        </button>
      )}
      {login.uri !== undefined && (
        <>
          <ConnectionCode uri={login.uri} />
          {cancel}
        </>
      )}
      {login.error?.code === 'siwe_chain_not_allowed' && allowed !== undefined && (
        <p className="kit-description">
          {formatMessage(
            words.siwe.networks,
            { networks: new Intl.ListFormat(words.locale).format(allowed.map(name)) },
            words.locale,
          )}
        </p>
      )}
      {login.error?.code === 'cookies_blocked' && isForeignFrame() && (
        <Deferred part={ownWindow} props={{}} />
      )}
      {waiting.has(login.status) && <Deferred part={siweRequest} props={{ login }} />}
    </>
  )
}

interface SiweStatusProps {
  login: useSiweLogin.ReturnType
  /** Whether the header of the card has a back button, which also cancels. @default false */
  hasWayBack?: boolean | undefined
}

function findText(
  login: Login,
  words: FirstWords,
  name: (chainId: number) => string,
): string | undefined {
  const { siwe, session } = words
  switch (login.status) {
    case 'connecting':
    case 'signing':
      if (login.awaitsOwners) return siwe.otherOwners
      return nameWallet(login, words, login.isStalled ? 'stalled' : login.status)
    case 'awaiting-return':
      if (login.awaitsOwners) return siwe.otherOwners
      return nameWallet(login, words, login.isStalled ? 'stalled' : 'awaitingReturn')
    case 'challenging':
      return login.switchesTo === undefined
        ? siwe.challenging
        : formatMessage(siwe.switchNetwork, { network: name(login.switchesTo) }, words.locale)
    case 'verifying':
      return siwe.verifying
    case 'success':
      return session.signedIn
    default:
      return undefined
  }
}

/** Returns the sentence with the wallet's name, or the one for a wallet without a known name. */
function nameWallet({ wallet }: Login, { siwe, locale }: FirstWords, key: Named): string {
  return wallet === undefined
    ? siwe[`${key}AnyWallet`]
    : formatMessage(siwe[key], { wallet }, locale)
}

type Login = useSiweLogin.ReturnType
type Named = 'connecting' | 'signing' | 'awaitingReturn' | 'stalled' | 'retryPrompt'

const waiting: ReadonlySet<string> = new Set(['signing', 'awaiting-return'])
