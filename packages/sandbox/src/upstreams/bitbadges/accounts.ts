import { createHash, createPrivateKey, createPublicKey, sign, verify } from 'node:crypto'
import { isAddress, isAddressEqual, isHex, recoverMessageAddress } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { decodeBase58, encodeBase58 } from './base58.ts'

/** An account that the user can choose on the approval page. */
export interface Account {
  readonly address: string
  readonly chain: 'Ethereum' | 'Solana'
  readonly sign: (message: string) => Promise<string>
}

/** The DER bytes that precede the 32 bytes of an Ed25519 key (RFC 8410). */
const privatePrefix = Buffer.from('302e020100300506032b657004220420', 'hex')
const publicPrefix = Buffer.from('302a300506032b6570032100', 'hex')

/** Publicly known keys of local development chains. */
const keys = [
  '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80',
  '0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d',
] as const

export const accounts: readonly Account[] = [
  ...keys.map((key): Account => {
    const account = privateKeyToAccount(key)
    return {
      address: account.address,
      chain: 'Ethereum',
      sign: (message) => account.signMessage({ message }),
    }
  }),
  createSolanaAccount(Buffer.alloc(32, 7)),
]

export function findAccount(address: string): Account | undefined {
  return accounts.find((account) => account.address === address)
}

/** Returns one name for an account, whichever chain it signs on and however its address is written. */
export function toCanonical(address: string): string {
  if (/^0x[\da-f]{40}$/i.test(address)) return `bb1${address.slice(2).toLowerCase()}`
  return `bb1${createHash('sha256').update(address).digest('hex').slice(0, 40)}`
}

/** Checks a signature: by recovery on Ethereum, by Ed25519 on Solana. */
export async function isSigned(
  address: string,
  message: string,
  signature: string,
): Promise<boolean> {
  if (isAddress(address, { strict: false })) {
    if (!isHex(signature)) return false
    const signer = await recoverMessageAddress({ message, signature }).catch(() => undefined)
    return signer !== undefined && isAddressEqual(signer, address)
  }
  if (!/^[0-9a-f]{128}$/i.test(signature)) return false
  const key = createPublicKey({
    key: Buffer.concat([publicPrefix, decodeBase58(address)]),
    format: 'der',
    type: 'spki',
  })
  return verify(null, Buffer.from(message), key, Buffer.from(signature, 'hex'))
}

/** Solana wallets sign the text itself, and BitBadges returns the signature in hexadecimal. */
function createSolanaAccount(seed: Buffer): Account {
  const key = createPrivateKey({
    key: Buffer.concat([privatePrefix, seed]),
    format: 'der',
    type: 'pkcs8',
  })
  const publicKey = createPublicKey(key).export({ format: 'der', type: 'spki' })
  return {
    address: encodeBase58(publicKey.subarray(publicPrefix.length)),
    chain: 'Solana',
    sign: async (message) => sign(null, Buffer.from(message), key).toString('hex'),
  }
}
