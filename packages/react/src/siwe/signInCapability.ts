import type { Challenge } from '@kit/core'
import { readSiweMessage } from '@kit/core/internal/siwe/readSiweMessage'
import { getAddress, numberToHex } from 'viem'
import type { Connector } from 'wagmi'
import { attempt } from './discovery/attempt.ts'
import { readMember } from './discovery/steadyProvider.ts'
import type { Signed } from './walletconnect/ConnectOptions.ts'

/**
 * Returns the capability for `wallet_connect` with which a wallet signs together with its approval of a
 * connection. Uses only a prefetched challenge, because these wallets open a window, which browsers allow only
 * during a tap.
 *
 * @returns `undefined` for wallets whose connector does not pass it on, and without a prefetched challenge.
 * @see {@link https://eips.ethereum.org/EIPS/eip-7846}
 */
export function offerCapability(
  { type }: Connector,
  challenge: Challenge | undefined,
  chainIds: readonly number[],
): { capabilities: object; withCapabilities: true } | undefined {
  if (!types.has(type) || challenge?.format !== 'eip4361') return undefined
  const chainId = chainIds.find((id) => challenge.chainIds?.includes(id) ?? true)
  if (chainId === undefined) return undefined
  const request = { ...challenge.fields, chainId: numberToHex(chainId) }
  return { capabilities: { signInWithEthereum: request }, withCapabilities: true }
}

/**
 * Reads the message that the wallet signed for this challenge. If it differs from the challenge, it is ignored,
 * and `personal_sign` is used.
 *
 * @param account - the account in the connector's answer: an address, or an object with the results of the
 * wallet's capabilities.
 */
export function readCapability(
  account: unknown,
  challenge: Challenge | undefined,
): Signed | undefined {
  if (challenge?.format !== 'eip4361') return undefined
  const answer = readMember(readMember(account, 'capabilities'), 'signInWithEthereum')
  const message = readMember(answer, 'message')
  const signature = readMember(answer, 'signature')
  if (typeof message !== 'string' || typeof signature !== 'string') return undefined
  const read = readSiweMessage(message)
  if (typeof read === 'string') return undefined
  const address = attempt(() => getAddress(read.address))
  const { fields } = challenge
  // The wallet may have set `issuedAt` itself.
  const isIssued = names.every((name) => String(read[name]) === String(fields[name]))
  if (!isIssued || address !== read.address) return undefined
  return { challenge, message, signature, address }
}

const names = [
  'scheme',
  'domain',
  'statement',
  'uri',
  'nonce',
  'expirationTime',
  'notBefore',
  'requestId',
  'resources',
] as const

/** Base Account, and wallets built the same way. */
const types: ReadonlySet<string> = new Set(['baseAccount', 'porto'])
