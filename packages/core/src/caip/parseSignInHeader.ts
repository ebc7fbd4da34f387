import { AuthError } from '../errors/AuthError.ts'

/** The site and the account in the first two lines of a CAIP-122 text, for any chain. */
export type SignInHeader = {
  scheme: string | undefined
  /** The RFC 3986 authority of the site that asks the user to sign in. */
  domain: string
  /** The name of the ecosystem, such as `Ethereum` or `Solana`. */
  ecosystem: string
  /** The address, as that ecosystem writes it. */
  address: string
}

/**
 * Reads the site and the account from a text that an upstream wrote, before a wallet is asked to sign it.
 * Upstreams differ in the lines that follow, so those are ignored. Parse an Ethereum text with
 * `parseSiweMessage` instead.
 *
 * @throws `AuthError` `siwe_malformed` for a text that does not start with these two lines.
 * @see {@link https://chainagnostic.org/CAIPs/caip-122}
 * @example
 * parseSignInHeader(challenge.message).domain // 'service.org'
 */
export function parseSignInHeader(text: string): SignInHeader {
  const match = typeof text === 'string' ? pattern.exec(text) : null
  if (match === null)
    throw new AuthError('siwe_malformed', {
      status: 400,
      message: 'The text does not name a site and an account.',
    })
  const [, scheme, domain = '', ecosystem = '', address = ''] = match
  return { scheme, domain, ecosystem, address }
}

const pattern =
  /^(?:([A-Za-z][A-Za-z0-9+.-]*):\/\/)?([\w.~!$&'()*+,;=:@%[\]-]+) wants you to sign in with your ([A-Za-z][A-Za-z0-9 -]{0,31}) account:\n([\w.:%-]{1,128})\n/
