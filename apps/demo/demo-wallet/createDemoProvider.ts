import { hexToString, isHex, numberToHex } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'

/** Shows a text and returns whether the user agrees to sign it. */
export type Confirm = (text: string) => Promise<boolean>

/**
 * An EIP-1193 provider with one account on Ethereum mainnet. It connects without asking, and asks before it
 * signs. Its key is the published first key of every local development chain: never send anything of value to
 * its address.
 *
 * @see {@link https://eips.ethereum.org/EIPS/eip-1193}
 */
export function createDemoProvider(confirm: Confirm) {
  const account = privateKeyToAccount(
    '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80',
  )
  const listeners = new Map<string, Set<(value: unknown) => void>>()
  const emit = (event: string, value: unknown) => {
    for (const listener of listeners.get(event) ?? []) listener(value)
  }
  const isConnected = () => sessionStorage.getItem(storageKey) !== null

  async function request({ method, params = [] }: RequestArguments): Promise<unknown> {
    switch (method) {
      case 'eth_chainId':
        return numberToHex(1)
      case 'eth_accounts':
        return isConnected() ? [account.address] : []
      case 'eth_requestAccounts':
        sessionStorage.setItem(storageKey, 'connected')
        return [account.address]
      case 'wallet_requestPermissions':
        sessionStorage.setItem(storageKey, 'connected')
        return [{ parentCapability: 'eth_accounts' }]
      case 'wallet_revokePermissions':
        sessionStorage.removeItem(storageKey)
        emit('accountsChanged', [])
        return null
      case 'personal_sign': {
        if (!isConnected()) throw new ProviderError(4100, 'Connect the wallet first.')
        const text = readText(params[0])
        if (!(await confirm(text))) throw new ProviderError(4001, 'The user rejected the request.')
        return account.signMessage({ message: text })
      }
      default:
        throw new ProviderError(4200, `The Demo Wallet does not know ${method}.`)
    }
  }

  return {
    request,
    on(event: string, listener: (value: unknown) => void): void {
      listeners.set(event, (listeners.get(event) ?? new Set()).add(listener))
    },
    removeListener(event: string, listener: (value: unknown) => void): void {
      listeners.get(event)?.delete(listener)
    },
  }
}

type RequestArguments = { method: string; params?: readonly unknown[] }

/** Wallets receive the text as the hexadecimal form of its UTF-8 bytes. */
function readText(parameter: unknown): string {
  return isHex(parameter) ? hexToString(parameter) : String(parameter)
}

class ProviderError extends Error {
  override readonly name = 'ProviderRpcError'
  readonly code: number
  constructor(code: number, message: string) {
    super(message)
    this.code = code
  }
}

const storageKey = 'demo-wallet'
