import { CodedError } from '../errors/CodedError.ts'

/** Who asks whom to sign: the first two lines of a CAIP-122 text, for any chain. */
export type SignInHeader = {
  scheme: string | undefined
  /** RFC 3986 authority of the site that asks. */
  domain: string
  /** The name of the ecosystem, such as `Ethereum` or `Solana`. */
  ecosystem: string
  /** In the form of that ecosystem. */
  address: string
}

/**
 * Reads who asks whom in a text that an upstream wrote, before a wallet is asked to sign it. Upstreams
 * differ in the lines that follow, so that those are not looked at: read an Ethereum text with
 * `parseSiweMessage`.
 *
 * @throws `AuthError` `siwe_malformed` for a text that does not start so.
 * @see {@link https://chainagnostic.org/CAIPs/caip-122}
 * @example
 * parseSignInHeader(challenge.message).domain // 'service.org'
 */
export function parseSignInHeader(text: string): SignInHeader {
  const match = typeof text === 'string' ? pattern.exec(text) : null
  if (match === null)
    throw new CodedError('siwe_malformed', 'new-challenge', {
      status: 400,
      message: 'The text does not say who asks whom to sign in.',
    })
  const [, scheme, domain = '', ecosystem = '', address = ''] = match
  return { scheme, domain, ecosystem, address }
}

const pattern =
  /^(?:([A-Za-z][A-Za-z0-9+.-]*):\/\/)?([\w.~!$&'()*+,;=:@%[\]-]+) wants you to sign in with your ([A-Za-z][A-Za-z0-9 -]{0,31}) account:\n([\w.:%-]{1,128})\n/
