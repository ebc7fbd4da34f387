import { createHash } from 'node:crypto'
import { privateKeyToAccount } from 'viem/accounts'

/** Who may be chosen on the page that approves. */
export interface Account {
  readonly address: string
  readonly chain: 'Ethereum' | 'Solana'
  /** Absent where the sandbox holds no key: such an account signs nothing. */
  readonly sign?: (message: string) => Promise<string>
}

/** Keys of local development chains, which everyone knows. */
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
  { address: 'So11111111111111111111111111111111111111112', chain: 'Solana' },
]

export function findAccount(address: string): Account | undefined {
  return accounts.find((account) => account.address === address)
}

/** One name for one account, whatever chain it signs on and however it is written. */
export function toCanonical(address: string): string {
  if (/^0x[\da-f]{40}$/i.test(address)) return `bb1${address.slice(2).toLowerCase()}`
  return `bb1${createHash('sha256').update(address).digest('hex').slice(0, 40)}`
}
