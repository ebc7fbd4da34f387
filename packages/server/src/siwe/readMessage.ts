import { parseSiweMessage, type SiweMessage } from '@kit/core'
import { hasChecksum } from '@kit/core/eip55'
import { formatSiweMessage } from '@kit/core/internal/siwe/writeSiweMessage'
import { createCache } from '../createCache.ts'
import { problem } from '../problem.ts'

/**
 * Parses an EIP-4361 text with two independent parsers, and accepts it only if they agree. Otherwise an
 * attacker could choose the nonce in a text that our grammar reads in one way and an upstream in another.
 *
 * @throws `AuthError` `siwe_malformed`, including for an address without its EIP-55 checksum.
 */
export async function readMessage(text: string): Promise<SiweMessage> {
  const message = parseSiweMessage(text)
  const isAlike =
    formatSiweMessage(message) === text &&
    hasChecksum(message.address) &&
    (await isReadAlike(text, message))
  if (!isAlike) throw problem('siwe_malformed')
  return message
}

async function isReadAlike(text: string, message: SiweMessage): Promise<boolean> {
  const shape = findShape(message)
  if (shape !== undefined && knownShapes.get(shape) === true) return true
  // Loaded when the first message arrives, because a server that only reads sessions does not need the parser.
  const { ParsedMessage: SecondReader } = await import('@signinwithethereum/siwe-parser')
  try {
    const second = new SecondReader(text)
    if (!members.every((name) => String(second[name]) === String(message[name]))) return false
  } catch {
    // The second parser refuses this text.
    return false
  }
  if (shape !== undefined) knownShapes.set(shape, true)
  return true
}

/**
 * Returns the text with fixed values for everything that differs between sign-ins: account, chain, nonce and
 * times, whose formats no two parsers read differently. The second parser takes a hundred times as long as
 * ours, so it parses each shape only once. An app has one shape for each of its origins.
 */
function findShape(message: SiweMessage): string | undefined {
  const { issuedAt, expirationTime, notBefore } = message
  const times = [issuedAt, expirationTime, notBefore].filter((time) => time !== undefined)
  if (!times.every((time) => plainTime.test(time))) return undefined
  return formatSiweMessage({
    ...message,
    address: `0x${'0'.repeat(40)}`,
    chainId: 1,
    nonce: '00000000',
    issuedAt: anyTime,
    expirationTime: expirationTime && anyTime,
    notBefore: notBefore && anyTime,
  })
}

const knownShapes = createCache<true>(100)
const anyTime = '2000-01-01T00:00:00.000Z'
const plainTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/

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
