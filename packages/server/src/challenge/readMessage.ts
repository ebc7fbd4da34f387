import { createSiweMessage, parseSiweMessage, type SiweMessage } from '@kit/core'
import { SiweMessage as SecondReader } from '@signinwithethereum/siwe'
import { getAddress } from 'viem'
import { problem } from '../problem.ts'

/**
 * Reads an EIP-4361 text with two readers that share no code, and accepts only what both read alike.
 * Without the second one a text that our grammar reads in one way and an upstream in another could
 * carry a nonce of its author's choice.
 *
 * @throws `AuthError` `siwe_malformed`, also for an address without its EIP-55 checksum.
 */
export function readMessage(text: string): SiweMessage {
  const message = parseSiweMessage(text)
  const isAlike =
    createSiweMessage(message) === text &&
    hasChecksum(message.address) &&
    isReadAlike(text, message)
  if (!isAlike) throw problem('siwe_malformed')
  return message
}

function isReadAlike(text: string, message: SiweMessage): boolean {
  const shape = findShape(message)
  if (shape !== undefined && knownShapes.has(shape)) return true
  try {
    const second = new SecondReader(text)
    if (!members.every((name) => String(second[name]) === String(message[name]))) return false
  } catch {
    // It does not read this text at all, which is all that there is to say.
    return false
  }
  if (shape !== undefined) remember(shape)
  return true
}

/**
 * The text with all that differs from one sign-in to the next at one value: account, chain, nonce and
 * times, whose forms leave a reader no choice. The second reader takes a hundred times as long as ours;
 * it reads each shape once, of which an app has one for each of its origins.
 */
function findShape(message: SiweMessage): string | undefined {
  const { issuedAt, expirationTime, notBefore } = message
  const times = [issuedAt, expirationTime, notBefore].filter((time) => time !== undefined)
  if (!times.every((time) => plainTime.test(time))) return undefined
  return createSiweMessage({
    ...message,
    address: `0x${'0'.repeat(40)}`,
    chainId: 1,
    nonce: '00000000',
    issuedAt: anyTime,
    expirationTime: expirationTime && anyTime,
    notBefore: notBefore && anyTime,
  })
}

function remember(shape: string): void {
  const [oldest] = knownShapes
  if (knownShapes.size >= maxShapes && oldest !== undefined) knownShapes.delete(oldest)
  knownShapes.add(shape)
}

const knownShapes = new Set<string>()
const maxShapes = 100
const anyTime = '2000-01-01T00:00:00.000Z'
const plainTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/

function hasChecksum(address: string): boolean {
  try {
    return getAddress(address) === address
  } catch {
    // Mixed case with a wrong checksum.
    return false
  }
}

const members = [
  'scheme',
  'domain',
  'address',
  'statement',
  'uri',
  'version',
  'chainId',
  'nonce',
  'issuedAt',
  'expirationTime',
  'notBefore',
  'requestId',
  'resources',
] as const
