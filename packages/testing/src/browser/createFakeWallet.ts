import { hexToString, isHex, type LocalAccount, numberToHex } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
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
  const { chainId: firstChainId = 1 } = options
  const chainIds = new Set(options.chainIds ?? [1, 100, firstChainId])
  const policy: FakeWallet.Policy = {
    connect: 'approve',
    sign: 'approve',
    switchChain: 'approve',
    anything: 'approve',
    ...options.policy,
  }
  const prompts: string[] = []
  const calls: string[] = []
  const listeners = new Map<string, Set<(value: unknown) => void>>()
  let signer = createSigner(options.account ?? privateKeyToAccount(generatePrivateKey()), kind)
  let isAllowed = options.isConnected ?? false
  let isLocked = false
  let chainId = firstChainId
  let answer: ((answer?: { answers: unknown }) => void) | undefined
  let next: LocalAccount | undefined

  const emit = (event: string, value: unknown) => {
    for (const listener of listeners.get(event) ?? []) listener(value)
  }
  const visible = () => (isAllowed && !isLocked ? [signer.address] : [])

  /** @returns the answer that replaces the usual one, if there is one */
  async function ask(question: keyof FakeWallet.Policy): Promise<{ answers: unknown } | undefined> {
    const decision = policy[question]
    if (decision === 'silent') await new Promise(() => {})
    if (decision === 'hold')
      return new Promise<{ answers: unknown } | undefined>((resolve) => {
        answer = resolve
      })
    if (decision === 'reject') throw createError(4001, 'User rejected the request.')
    if (decision === 'pending') throw createError(-32002, 'A request is already pending.')
    if (typeof decision !== 'object') return undefined
    if ('throws' in decision) throw decision.throws
    return decision
  }

  async function connect(): Promise<unknown> {
    const other = await ask('connect')
    if (other !== undefined) return other.answers
    if (next !== undefined) signer = createSigner(next, kind)
    next = undefined
    isAllowed = true
    isLocked = false
    return visible()
  }

  async function sign([text, address]: unknown[]): Promise<unknown> {
    const asked = signer
    if (!visible().some((one) => one.toLowerCase() === String(address).toLowerCase()))
      throw createError(4100, 'The account is not authorised.')
    const message = isHex(text) ? hexToString(text) : String(text)
    prompts.push(message)
    const other = await ask('sign')
    return other === undefined ? asked.sign(message) : other.answers
  }

  async function moveTo([parameter]: unknown[]): Promise<null> {
    const wanted = Number((parameter as { chainId: string }).chainId)
    if (!chainIds.has(wanted)) throw createError(4902, 'Unrecognized chain.')
    await ask('switchChain')
    switchChain(wanted)
    return null
  }

  function switchChain(next: number): void {
    chainId = next
    emit('chainChanged', numberToHex(chainId))
  }

  async function request({ method, params = [] }: { method: string; params?: unknown[] }) {
    calls.push(method)
    // Not awaited without need: a wallet must decide by the policy at the time of the call.
    const other = policy.anything === 'approve' ? undefined : await ask('anything')
    if (other !== undefined) return other.answers
    switch (method) {
      case 'eth_getCode':
        return kind === 'erc-1271' ? '0x6001' : '0x'
      case 'eth_chainId':
        return numberToHex(chainId)
      case 'eth_accounts':
        return visible()
      case 'eth_requestAccounts':
        return connect()
      case 'wallet_requestPermissions':
        return [{ parentCapability: 'eth_accounts', caveats: [{ value: await connect() }] }]
      case 'wallet_revokePermissions':
        isAllowed = false
        return null
      case 'personal_sign':
        return sign(params)
      case 'wallet_switchEthereumChain':
        return moveTo(params)
      case 'wallet_addEthereumChain':
        chainIds.add(Number((params[0] as { chainId: string }).chainId))
        return moveTo(params)
      default:
        throw createError(4200, `This wallet does not know ${method}.`)
    }
  }

  const provider: FakeWallet.Provider = {
    request,
    on: (event, listener) => {
      listeners.set(event, (listeners.get(event) ?? new Set()).add(listener))
    },
    removeListener: (event, listener) => {
      listeners.get(event)?.delete(listener)
    },
  }
  const rdns = `test.${name.toLowerCase().replaceAll(/\W+/g, '-')}`
  const withdraw = isAnnounced ? announceFakeWallet({ name, rdns, icon }, provider) : () => {}

  return {
    name,
    rdns,
    icon,
    provider,
    policy,
    prompts,
    calls,
    get address() {
      return signer.address
    },
    release: () => answer?.(),
    answerWith: (answers) => answer?.({ answers }),
    revoke: () => {
      isAllowed = false
    },
    switchAccountAtNextConnection: (account) => {
      next = account
    },
    switchAccount: (next) => {
      signer = createSigner(next, kind)
      emit('accountsChanged', visible())
    },
    switchChain,
    lock: () => {
      isLocked = true
      emit('accountsChanged', visible())
    },
    unlock: () => {
      isLocked = false
      emit('accountsChanged', visible())
    },
    withdraw,
  }
}

export declare namespace createFakeWallet {
  type Options = FakeWallet.Options
  type ReturnType = FakeWallet
}

function createError(code: number, message: string): Error {
  return Object.assign(new Error(message), { code })
}

const greenSquare =
  'data:image/svg+xml,%3Csvg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"%3E%3Crect width="8" height="8" rx="2" fill="%2330a46c"/%3E%3C/svg%3E'
