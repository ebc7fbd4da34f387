import type { Challenge } from '@kit/core'
import { getAddress } from 'viem'
import { writeMessage } from '../writeMessage.ts'
import type { Session } from './Connection.ts'
import type { Signed } from './ConnectOptions.ts'

/**
 * Reads what the wallet signed for this challenge. The text is written from what was issued, so that the
 * signature is invalid if the wallet changed anything. The server verifies it.
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
  // Without its checksum it is not an EIP-4361 message, so the wallet is asked the ordinary way.
  if (address !== account) return undefined
  const fields = { ...challenge.fields, issuedAt: p.iat }
  const { message } = writeMessage({ ...challenge, fields }, { address, chainId: Number(chain) })
  return { challenge, message, signature: s.s, address }
}
