import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { simulateWallet } from '../wallet/simulateWallet.ts'
import { announceFakeWallet } from './announceFakeWallet.ts'
import { createSigner } from './createSigner.ts'
import type { FakeWallet } from './FakeWallet.ts'

/**
 * Creates a wallet in the page, announced by EIP-6963, that signs with a real key. Use it in component tests
 * and stories. In Playwright use `@kit/testing/playwright`, whose keys stay in Node.
 *
 * @see {@link https://eips.ethereum.org/EIPS/eip-6963}
 * @example
 * import { createFakeWallet } from '@kit/testing/browser'
 *
 * const wallet = createFakeWallet({ kind: 'erc-6492' })
 * wallet.policy.sign = 'reject'
 * // … and after the test:
 * wallet.withdraw()
 */
export function createFakeWallet(options: FakeWallet.Options = {}): FakeWallet {
  const { name = 'Test Wallet', icon = greenSquare, kind = 'eoa', isAnnounced = true } = options
  const { account = privateKeyToAccount(generatePrivateKey()) } = options
  const listeners = new Map<string, Set<(value: unknown) => void>>()
  const wallet = simulateWallet({
    ...options,
    signer: createSigner(account, kind),
    code: kind === 'erc-1271' ? '0x6001' : '0x',
    emit(event, value) {
      for (const listener of listeners.get(event) ?? []) listener(value)
    },
  })
  const provider: FakeWallet.Provider = {
    request: wallet.request,
    on: (event, listener) => {
      listeners.set(event, (listeners.get(event) ?? new Set()).add(listener))
    },
    removeListener: (event, listener) => {
      listeners.get(event)?.delete(listener)
    },
  }
  const rdns = `test.${name.toLowerCase().replaceAll(/\W+/g, '-')}`
  return {
    name,
    rdns,
    icon,
    provider,
    policy: wallet.policy,
    prompts: wallet.prompts,
    get calls() {
      return wallet.calls.map(({ method }) => method)
    },
    get address() {
      return wallet.getAddress()
    },
    release: () => wallet.release(),
    answerWith: (answers) => wallet.release({ answers }),
    revoke: wallet.revoke,
    switchAccountAtNextConnection: (next) =>
      wallet.switchAccountAtNextConnection(createSigner(next, kind)),
    switchAccount: (next) => void wallet.switchAccount(createSigner(next, kind)),
    switchChain: (chainId) => void wallet.switchChain(chainId),
    lock: () => void wallet.setLocked(true),
    unlock: () => void wallet.setLocked(false),
    withdraw: isAnnounced ? announceFakeWallet({ name, rdns, icon }, provider) : () => {},
  }
}

export declare namespace createFakeWallet {
  type Options = FakeWallet.Options
  type ReturnType = FakeWallet
}

const greenSquare =
  'data:image/svg+xml,%3Csvg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"%3E%3Crect width="8" height="8" rx="2" fill="%2330a46c"/%3E%3C/svg%3E'
