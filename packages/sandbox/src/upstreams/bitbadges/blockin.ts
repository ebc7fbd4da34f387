import { isDeepStrictEqual } from 'node:util'
import { isAddress, isAddressEqual, isHex, recoverMessageAddress } from 'viem'

/** What a message says, by the names of the envelope. */
export type Params = Record<string, unknown>

/** The text that is signed. Its domain is an origin, other than in EIP-4361. */
export function createBlockinMessage(params: Params, chain: string): string {
  const { domain, address, statement, uri, version, chainId, nonce, issuedAt } = params
  return [
    `${domain} wants you to sign in with your ${chain} account:`,
    `${address}`,
    '',
    `${statement}`,
    '',
    `URI: ${uri}`,
    `Version: ${version ?? '1'}`,
    `Chain ID: ${chainId ?? '1'}`,
    `Nonce: ${nonce}`,
    `Issued At: ${issuedAt}`,
    ...(params['expirationDate'] === undefined
      ? []
      : [`Expiration Time: ${params['expirationDate']}`]),
  ].join('\n')
}

/** Reads by position: the fourth line is the statement, whatever it says. */
export function parseBlockinMessage(message: string): Params {
  const lines = message.split('\n')
  const rest = (index: number, label: string) => {
    const line = lines[index] ?? ''
    if (!line.startsWith(`${label}: `)) throw new Error(`Message lacks ${label}. `)
    return line.slice(label.length + 2)
  }
  const domain = / wants you to sign in with your .+ account:$/.test(lines[0] ?? '')
    ? lines[0]?.split(' ')[0]
    : undefined
  if (domain === undefined || !/^\w+:\/?\/?\S+$/.test(domain))
    throw new Error('Inputted domain is not a valid URI. ')
  return {
    domain,
    address: lines[1],
    statement: lines[3],
    uri: rest(5, 'URI'),
    version: rest(6, 'Version'),
    chainId: rest(7, 'Chain ID'),
    nonce: rest(8, 'Nonce'),
    issuedAt: rest(9, 'Issued At'),
    ...(lines[10]?.startsWith('Expiration Time: ')
      ? { expirationDate: rest(10, 'Expiration Time') }
      : {}),
  }
}

/**
 * Verifies in the order of the real one: times, signature, then what the app expects.
 *
 * @throws Error whose message says why not.
 */
export async function verifyBlockin(
  message: string,
  signature: string,
  options: VerifyOptions,
  now: number,
): Promise<Params> {
  const params = parseBlockinMessage(message)
  const issuedAt = Date.parse(String(params['issuedAt']))
  const { expirationDate } = params
  if (
    expirationDate !== undefined &&
    options.skipTimestampVerification !== true &&
    now >= Date.parse(String(expirationDate))
  )
    throw new Error('This message has expired. ')
  if (options.earliestIssuedAt !== undefined && issuedAt < Date.parse(options.earliestIssuedAt))
    throw new Error('Issued at is before the earliest allowed. ')
  const { issuedAtTimeWindowMs } = options
  if (issuedAtTimeWindowMs !== undefined && issuedAt < now - Number(issuedAtTimeWindowMs))
    throw new Error('Issued at is not within the time window. ')
  if (options.skipSignatureVerification !== true) await assertSigned(message, signature, params)
  for (const [name, value] of Object.entries(options.expectedChallengeParams ?? {}))
    if (!isDeepStrictEqual(params[name], value))
      throw new Error(`Unexpected value for property ${name}. `)
  return params
}

export interface VerifyOptions {
  expectedChallengeParams?: Params
  issuedAtTimeWindowMs?: number | string
  earliestIssuedAt?: string
  skipTimestampVerification?: boolean
  skipSignatureVerification?: boolean
}

/** By recovery alone: a contract cannot sign here. */
async function assertSigned(message: string, signature: string, params: Params): Promise<void> {
  const address = String(params['address'])
  const signer =
    isHex(signature) && isAddress(address, { strict: false })
      ? await recoverMessageAddress({ message, signature }).catch(() => undefined)
      : undefined
  if (signer === undefined || !isAddress(address, { strict: false }))
    throw new Error('Signature is invalid. ')
  if (!isAddressEqual(signer, address))
    throw new Error(`Signature Invalid: Expected ${address}, but got ${signer}. `)
}
