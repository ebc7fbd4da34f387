import type { Guess } from './guessSiweMessage.ts'
import { isDateTime } from './isDateTime.ts'

/** Page, wallet, clock and limits. `null` where something is not known. */
export type LintSituation = {
  /** Of the page that asks, as `location.origin` gives it. */
  origin: string
  /** The account that the wallet has chosen, with its EIP-55 checksum. */
  address: string | null
  /** The EIP-155 chain that the wallet is on. */
  chainId: number | null
  /** The time by the clock of the backend, in ms since 1970. */
  now: number
  /** How far ahead the upstream lets a message expire, from `Issued At`, in ms. */
  maxLifetimeMs: number | null
}

export type LintRule = {
  rule: string
  /** Who raises it. A `wallet` shows it to the user, an `upstream` refuses. */
  raisedBy: 'wallet' | 'upstream' | 'both'
  /** What is the matter. */
  says: string
  /** What to do about it. */
  fix: string
  applies: (message: Guess & { isWellFormed: boolean }, situation: LintSituation) => boolean
}

/** In the order of the message. */
export const lintRules = [
  {
    rule: 'malformed',
    raisedBy: 'both',
    says: 'The text does not follow EIP-4361, so that a wallet shows it as any text.',
    fix: 'Build it with createSiweMessage, and sign it unchanged.',
    applies: ({ isWellFormed }) => !isWellFormed,
  },
  {
    rule: 'statement-not-ascii',
    raisedBy: 'both',
    says: 'The statement holds letters or marks that EIP-4361 does not allow.',
    fix: 'Write it in one line of ASCII, without quotation marks; translate the page, not the message.',
    applies: ({ statement }) =>
      statement !== undefined && !/^[-\w.~!$&'()*+,;=:@/?#[\] ]*$/.test(statement),
  },
  {
    rule: 'domain-differs',
    raisedBy: 'wallet',
    says: 'The message names another site than the page: wallets warn of a deceptive request.',
    fix: 'Set the domain to the host of the page. Where an upstream wants its registered one, tell the user before the wallet opens.',
    applies: ({ domain }, { origin }) => domain !== undefined && domain !== hostOf(origin),
  },
  {
    rule: 'domain-port',
    raisedBy: 'upstream',
    says: 'The domain has a port, which the lists of some upstreams do not take.',
    fix: 'Register the domain with its port, or set a registered domain for development.',
    applies: ({ domain = '' }) => /:\d*$/.test(domain),
  },
  {
    rule: 'domain-loopback',
    raisedBy: 'upstream',
    says: 'The domain is this machine: firewalls of upstreams block it, whatever the list says.',
    fix: 'Set a registered domain for development, or use the local stand-in.',
    applies: ({ domain = '', uri = '' }) => isLoopback(`http://${domain}`) || isLoopback(uri),
  },
  {
    rule: 'uri-differs',
    raisedBy: 'wallet',
    says: 'The URI is of another origin than the page.',
    fix: 'Set the URI to the address of the app.',
    applies: ({ uri }, { origin }) => uri !== undefined && originOf(uri) !== origin,
  },
  {
    rule: 'address-differs',
    raisedBy: 'both',
    says: 'The message names another account than the one that the wallet has chosen.',
    fix: 'Take the address from the wallet at the moment of signing.',
    applies: ({ address }, wallet) =>
      address !== undefined &&
      wallet.address !== null &&
      address.toLowerCase() !== wallet.address.toLowerCase(),
  },
  {
    rule: 'address-checksum',
    raisedBy: 'upstream',
    says: 'The address has no EIP-55 checksum, or a wrong one.',
    fix: 'Pass it through normalizeAddress of @kit/core/eip55.',
    applies: ({ address = '' }, wallet) =>
      address !== wallet.address &&
      (isOneCase(address) || address.toLowerCase() === wallet.address?.toLowerCase()),
  },
  {
    rule: 'chain-differs',
    raisedBy: 'wallet',
    says: 'The message names another chain than the one that the wallet is on.',
    fix: 'Build the message with the chain of the wallet, or have it switched first.',
    applies: (message, { chainId }) =>
      message.chainId !== undefined && chainId !== null && message.chainId !== chainId,
  },
  {
    rule: 'issued-in-future',
    raisedBy: 'upstream',
    says: 'The message is issued in the future.',
    fix: 'Take the time from the challenge, not from this machine: one of the clocks is wrong.',
    applies: ({ issuedAt }, { now }) => time(issuedAt) > now,
  },
  {
    rule: 'expired',
    raisedBy: 'both',
    says: 'The message has expired.',
    fix: 'Ask for a new challenge right before signing.',
    applies: ({ expirationTime }, { now }) => time(expirationTime) <= now,
  },
  {
    rule: 'expires-too-late',
    raisedBy: 'upstream',
    says: 'The message expires later than the upstream allows.',
    fix: 'Shorten the lifetime in the options of the upstream, with a margin for its clock.',
    applies: ({ issuedAt, expirationTime }, { maxLifetimeMs }) =>
      maxLifetimeMs !== null && time(expirationTime) - time(issuedAt) > maxLifetimeMs,
  },
  {
    rule: 'not-yet-valid',
    raisedBy: 'both',
    says: 'The message is not valid yet.',
    fix: 'Leave Not Before out, or give it the time of the server.',
    applies: ({ notBefore }, { now }) => time(notBefore) > now,
  },
] as const satisfies readonly LintRule[]

/** NaN, which is neither before nor after anything, for what is no time. */
function time(text: string | undefined): number {
  return text !== undefined && isDateTime(text) ? Date.parse(text) : Number.NaN
}

function hostOf(origin: string): string | undefined {
  return tryToReadUrl(origin)?.host
}

function originOf(uri: string): string | undefined {
  return tryToReadUrl(uri)?.origin
}

function isLoopback(url: string): boolean {
  const host = tryToReadUrl(url)?.hostname ?? ''
  return /^(?:(?:.+\.)?localhost|127(?:\.\d+){3}|\[::1\]|0\.0\.0\.0)$/.test(host)
}

function isOneCase(address: string): boolean {
  const digits = address.slice(2)
  return /[a-f]/i.test(digits) && (!/[A-F]/.test(digits) || !/[a-f]/.test(digits))
}

function tryToReadUrl(text: string): URL | undefined {
  try {
    return new URL(text)
  } catch {
    return undefined
  }
}
