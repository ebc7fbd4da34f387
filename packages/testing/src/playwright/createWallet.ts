import type { LocalAccount } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import type { Signer } from '../wallet/Signer.ts'
import { simulateWallet } from '../wallet/simulateWallet.ts'
import type { WalletCall } from '../wallet/WalletCall.ts'
import { WalletError } from '../wallet/WalletError.ts'
import type { Answer } from './announceWallet.ts'
import type { Wallet, WalletOptions } from './Wallet.ts'

type Emit = (event: string, value: unknown) => Promise<void>

/** The wallet in Node: answers a page's requests by its policy, and notifies pages of changes. */
export function createWallet(options: WalletOptions, emit: Emit) {
  const { account = privateKeyToAccount(generatePrivateKey()) } = options
  const signers = [account, ...(options.otherAccounts ?? [])].map(toSigner)
  const simulated = simulateWallet({
    ...options,
    signer: toSigner(account),
    emit,
    isOneAtATime: true,
  })
  const { prompts, policy, release } = simulated

  const wallet: Wallet = {
    get address() {
      return simulated.getAddress()
    },
    get requests() {
      return simulated.calls.map(({ method, params = [] }) => ({ method, params }))
    },
    prompts,
    setPolicy: (changes) => void Object.assign(policy, changes),
    release,
    async switchAccount(index) {
      const signer = signers[index]
      if (signer === undefined) throw new Error(`The wallet has no account ${index}.`)
      await simulated.switchAccount(signer)
    },
    switchChain: async (chainId) => simulated.switchChain(chainId),
    lock: async () => simulated.setLocked(true),
    unlock: async () => simulated.setLocked(false),
  }

  /** Errors are values, because an exception would lose its `code` on the way to the page. */
  async function answer(call: WalletCall): Promise<Answer> {
    try {
      return { result: await simulated.request(call) }
    } catch (error) {
      if (error instanceof WalletError)
        return { error: { code: error.code, message: error.message } }
      return { error: { code: -32603, message: String(error) } }
    }
  }

  return { wallet, answer }
}

function toSigner({ address, signMessage }: LocalAccount): Signer {
  return { address, sign: (message) => signMessage({ message }) }
}
