import type { Challenge } from '@kit/core'
import { getAddress } from 'viem'
import { writeMessage } from '../writeMessage.ts'
import type { Session } from './Connection.ts'
import type { Signed } from './ConnectOptions.ts'

/**
 * Reads the wallet's signature for this challenge. The text is created from the challenge, so the signature is
 * invalid if the wallet changed anything in it. The server verifies it.
 */
export function readSigned(
  session: Session | undefined,
  challenge: Challenge & { format: 'eip4361' },
): Signed | undefined {
  const { nonce } = challenge.fields
  const { p, s } = session?.authentication?.find(({ p }) => p.nonce === nonce) ?? {}
  const [, chain, account] = /^did:pkh:eip155:(\d+):(0x[\da-f]{40})$/i.exec(p?.iss ?? '') ?? []
  if (p === undefined || s === undefined || account === undefined) return undefined
  const address = getAddress(account.toLowerCase())
  // With an address without its checksum, the text is not a valid EIP-4361 message, so `personal_sign` is used
  // instead.
  if (address !== account) return undefined
  const fields = { ...challenge.fields, issuedAt: p.iat }
  const { message } = writeMessage({ ...challenge, fields }, { address, chainId: Number(chain) })
  return { challenge, message, signature: s.s, address }
}
