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
  try {
    const second = new SecondReader(text)
    return members.every((name) => String(second[name]) === String(message[name]))
  } catch {
    // It does not read this text at all, which is all that there is to say.
    return false
  }
}

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
