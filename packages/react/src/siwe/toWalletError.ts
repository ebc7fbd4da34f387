import type { ProblemCode } from '@kit/core'
import { AuthError } from '@kit/core/internal/errors/AuthError'
import { attempt } from './discovery/attempt.ts'
import { readMember } from './discovery/steadyProvider.ts'

/**
 * Converts anything that a wallet has thrown to a typed error: an `Error`, a plain object, a string,
 * `undefined`, or one of these wrapped in others. Never throws.
 *
 * @see {@link https://eips.ethereum.org/EIPS/eip-1193#errors}
 */
export function toWalletError(cause: unknown): AuthError {
  if (AuthError.is(cause)) return cause
  const code = findCode(cause)
  return new AuthError(code, { cause })
}

/**
 * Finds the code of an error, layer by layer, so that a specific inner error takes precedence over a general
 * outer one, such as -32603.
 */
function findCode(cause: unknown): ProblemCode {
  let layer: readonly unknown[] = [cause]
  const seen = new Set<unknown>(layer)
  for (let depth = 0; depth < maxDepth && layer.length > 0; depth += 1) {
    for (const value of layer) {
      const code = readCode(value)
      if (code !== undefined) return code
    }
    const next = layer.flatMap((value) => inner.map((name) => readMember(value, name)))
    // Without this check, an error that contains itself would cause an endless loop.
    layer = next.filter((value) => isSaying(value) && !seen.has(value))
    for (const value of layer) seen.add(value)
  }
  return 'wallet_failed'
}

/**
 * The members in which wallets nest errors: `cause` (ECMAScript), `data.originalError` (EIP-1474 in MetaMask),
 * `info.error` (ethers), …
 */
const inner = ['cause', 'error', 'data', 'originalError', 'info', 'reason', 'details', 'body']
const maxDepth = 8

function isSaying(value: unknown): boolean {
  return typeof value === 'string' || (typeof value === 'object' && value !== null)
}

function readCode(value: unknown): ProblemCode | undefined {
  const message = typeof value === 'string' ? value : (readText(value, 'message') ?? '')
  const find = (table: readonly Text[]) =>
    table.find(([pattern]) => pattern.test(message.slice(0, 1000)))?.[1]
  return (
    find(contradictions) ??
    codes.get(readText(value, 'code') ?? '') ??
    names.get(readText(value, 'name') ?? '') ??
    find(texts)
  )
}

function readText(value: unknown, key: string): string | undefined {
  const member = readMember(value, key)
  return member === undefined ? undefined : attempt(() => String(member))
}

const codes: ReadonlyMap<string, ProblemCode> = new Map([
  ['4001', 'wallet_rejected'],
  // WalletConnect's codes for a rejected signature, rejected chains and rejected methods.
  ['5000', 'wallet_rejected'],
  ['5001', 'wallet_rejected'],
  ['5002', 'wallet_rejected'],
  ['ACTION_REJECTED', 'wallet_rejected'],
  ['4100', 'wallet_locked'],
  // WalletConnect: the wallet has ended the session, possibly while the request was open.
  ['6000', 'wallet_locked'],
  ['-32002', 'wallet_request_pending'],
  // EIP-1193: not connected to any chain, or to this one.
  ['4900', 'wallet_unreachable'],
  ['4901', 'wallet_unreachable'],
])

/** Messages that take precedence over the code, because some wallets send them with the code of a refusal, 4001. */
const contradictions: readonly Text[] = [
  // Rabby, and the many wallets that are based on it.
  [/\brequest after current approval resolve/i, 'wallet_request_pending'],
  [/\bmust ha(?:s|ve) at least one account\b/i, 'wallet_locked'],
]

const names: ReadonlyMap<string, ProblemCode> = new Map([
  ['UserRejectedRequestError', 'wallet_rejected'],
  ['ResourceUnavailableRpcError', 'wallet_request_pending'],
  ['UnauthorizedProviderError', 'wallet_locked'],
  ['ProviderNotFoundError', 'wallet_not_found'],
  ['ConnectorNotFoundError', 'wallet_not_found'],
  ['ConnectorUnavailableReconnectingError', 'wallet_locked'],
  // The user has dismissed the passkey prompt (WebAuthn).
  ['NotAllowedError', 'wallet_rejected'],
  // The browser blocks the storage of an SDK (IndexedDB), so it cannot reach the wallet.
  ['SecurityError', 'wallet_unreachable'],
  ['InvalidStateError', 'wallet_unreachable'],
  ['ChunkLoadError', 'wallet_unreachable'],
])

/** The messages of wallets and SDKs that have no codes. */
const texts: readonly Text[] = [
  [
    /\b(?:user|you) (?:has |have )?(?:reject|den(?:y|ied)|cancel|declin|disapprov|refus|abort|closed|dismiss)/i,
    'wallet_rejected',
  ],
  [
    /\b(?:reject|cancel|declin|denied|refus|abort|closed|dismiss)\w* by (?:the )?user\b|\brequest reset\b/i,
    'wallet_rejected',
  ],
  // Matches the whole text, such as "Request rejected", "Signature request was cancelled." or "cancelled".
  [
    /^(?:error: )?(?:(?:the )?(?:request|signature|signing|sign|message|transaction|connection|proposal|session|operation|action|popup|window|modal)(?: (?:request|window|proposal|in|for|of|message|signature))* )?(?:was |has been |is )?(?:reject(?:ed)?|cancell?ed|cancel|denied|declined|refused|aborted|closed|dismissed)[.!]?$/i,
    'wallet_rejected',
  ],
  [/\balready (?:pending|processing)\b/i, 'wallet_request_pending'],
  // The wallet has deleted the WalletConnect session.
  [/\bno matching key\b|\brecently deleted\b|call connect\(\) before/i, 'wallet_locked'],
  // A hardware wallet is waiting for its PIN, or its Ethereum app is closed.
  [
    /\blocked device\b|\bledger.{0,80}\b(?:locked|0x(?:5515|6b0c|650f|6511|6d00|6e00))\b|\b(?:ethereum|eth) app\b|ledger_(?:locked|wrong_app)/i,
    'wallet_locked',
  ],
  // The browser blocked the SDK's popup.
  [/\bpop-? ?up\b.{0,20}\b(?:blocked|failed to open)\b/i, 'popup_blocked'],
  // An extension that was updated or restarted after the page was loaded.
  [
    /extension context invalidated|disconnected (?:port|from .{1,40} background)/i,
    'wallet_outdated',
  ],
  [
    /(?:proposal|request) expired|socket (?:stalled|hang up)|websocket connection|failed to publish|(?:relay|transport) \S*(?:closed|disconnected|unavailable)|idbdatabase|indexeddb/i,
    'wallet_unreachable',
  ],
  // A module of an SDK that cannot be loaded or is not installed. These are messages of browsers and bundlers.
  [
    /dynamically imported module|module script failed|cannot find (?:module|package)|(?:could not|failed to) resolve (?:module|["'])|^load(?:ing)? (?:css )?chunk/i,
    'wallet_unreachable',
  ],
  // A request of a wallet's SDK in the page that failed.
  [/^(?:failed to fetch|load failed|networkerror when attempting to fetch)/i, 'wallet_unreachable'],
]

type Text = readonly [RegExp, ProblemCode]
