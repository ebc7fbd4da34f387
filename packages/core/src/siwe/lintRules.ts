import { isDateTime } from '../schema/isDateTime.ts'
import type { Guess } from './guessSiweMessage.ts'

/** The page, the wallet, the clock and the limits. `null` means unknown. */
export type LintSituation = {
  /** The origin of the page that asks, as in `location.origin`. */
  origin: string
  /** The account selected in the wallet, with its EIP-55 checksum. */
  address: string | null
  /** The EIP-155 chain that the wallet is on. */
  chainId: number | null
  /** The backend's time, in ms since 1970. */
  now: number
  /** The longest time from `Issued At` to the expiry that the upstream allows, in ms. */
  maxLifetimeMs: number | null
}

export type LintRule = {
  rule: string
  /** The `wallet` shows a warning to the user. The `upstream` refuses the message. */
  raisedBy: 'wallet' | 'upstream' | 'both'
  /** What is wrong. */
  says: string
  /** How to fix it. */
  fix: string
  applies: (message: Guess & { isWellFormed: boolean }, situation: LintSituation) => boolean
}

/** The rules, in the order of the message's fields. */
export const lintRules = [
  {
    rule: 'malformed',
    raisedBy: 'both',
    says: 'The text does not follow EIP-4361, so a wallet shows it as plain text.',
    fix: 'Build it with createSiweMessage and sign it unchanged.',
    applies: ({ isWellFormed }) => !isWellFormed,
  },
  {
    rule: 'statement-not-ascii',
    raisedBy: 'both',
    says: 'The statement contains characters that EIP-4361 does not allow.',
    fix: 'Write one line of ASCII without quotation marks. Translate the page, not the message.',
    applies: ({ statement }) =>
      statement !== undefined && !/^[-\w.~!$&'()*+,;=:@/?#[\] ]*$/.test(statement),
  },
  {
    rule: 'domain-differs',
    raisedBy: 'wallet',
    says: 'The message names a different site than the page: wallets warn of a deceptive request.',
    fix: 'Set the domain to the host of the page. If an upstream needs its registered domain, tell the user before the wallet opens.',
    applies: ({ domain }, { origin }) => domain !== undefined && domain !== hostOf(origin),
  },
  {
    rule: 'domain-port',
    raisedBy: 'upstream',
    says: 'The domain has a port, which some upstreams cannot register.',
    fix: 'Register the domain with its port, or set a registered domain for development.',
    applies: ({ domain = '' }) => /:\d*$/.test(domain),
  },
  {
    rule: 'domain-loopback',
    raisedBy: 'upstream',
    says: 'The domain is this machine: firewalls of upstreams block it, even if it is registered.',
    fix: 'Set a registered domain for development, or use the local sandbox.',
    applies: ({ domain = '', uri = '' }) => isLoopback(`http://${domain}`) || isLoopback(uri),
  },
  {
    rule: 'uri-differs',
    raisedBy: 'wallet',
    says: 'The URI has a different origin than the page.',
    fix: 'Set the URI to the address of the app.',
    applies: ({ uri }, { origin }) => uri !== undefined && originOf(uri) !== origin,
  },
  {
    rule: 'address-differs',
    raisedBy: 'both',
    says: 'The message names a different account than the one selected in the wallet.',
    fix: 'Read the address from the wallet right before signing.',
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
    says: 'The message names a different chain than the one that the wallet is on.',
    fix: "Build the message with the wallet's chain, or switch the chain first.",
    applies: (message, { chainId }) =>
      message.chainId !== undefined && chainId !== null && message.chainId !== chainId,
  },
  {
    rule: 'issued-in-future',
    raisedBy: 'upstream',
    says: 'The message is issued in the future.',
    fix: 'Use the time from the challenge, not from this machine: one of the clocks is wrong.',
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
    fix: "Shorten the lifetime in the upstream's options, with a margin for its clock.",
    applies: ({ issuedAt, expirationTime }, { maxLifetimeMs }) =>
      maxLifetimeMs !== null && time(expirationTime) - time(issuedAt) > maxLifetimeMs,
  },
  {
    rule: 'not-yet-valid',
    raisedBy: 'both',
    says: 'The message is not valid yet.',
    fix: "Omit Not Before, or set it to the server's time.",
    applies: ({ notBefore }, { now }) => time(notBefore) > now,
  },
] as const satisfies readonly LintRule[]

/** NaN for anything that is not a time, so that it is neither before nor after any time. */
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
