import { hexToString, isHex, numberToHex } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import type { Answer } from './announceWallet.ts'
import type { Wallet, WalletOptions, WalletPolicies } from './Wallet.ts'

type Request = { method: string; params: readonly unknown[] }
type Emit = (event: string, value: unknown) => Promise<void>

/** The wallet: answers a page's requests by its policy and notifies pages of changes. */
export function createWallet(options: WalletOptions, emit: Emit) {
  const { account = privateKeyToAccount(generatePrivateKey()), chainId: firstChainId = 1 } = options
  const accounts = [account, ...(options.otherAccounts ?? [])]
  const chainIds = new Set(options.chainIds ?? [1, 100, firstChainId])
  const policy: WalletPolicies = {
    connect: 'approve',
    sign: 'approve',
    switchChain: 'approve',
    ...options.policy,
  }
  const requests: Request[] = []
  const prompts: string[] = []
  let selected = account
  let chainId = firstChainId
  let isConnected = false
  let isLocked = false
  let release: ((answer: 'approve' | 'reject') => void) | undefined

  /**
   * Asks the user.
   *
   * @throws WalletError 4001 if they decline, -32002 while another question is open.
   */
  async function ask(question: keyof WalletPolicies): Promise<void> {
    let decision = policy[question]
    if (release !== undefined) throw new WalletError(-32002, 'A request is already pending.')
    if (decision === 'silent') await new Promise(() => {})
    if (decision === 'hold') {
      decision = await new Promise<'approve' | 'reject'>((resolve) => {
        release = resolve
      })
      release = undefined
    }
    if (decision === 'reject') throw new WalletError(4001, 'User rejected the request.')
  }

  async function connect(): Promise<string[]> {
    await ask('connect')
    isConnected = true
    isLocked = false
    return [selected.address]
  }

  async function sign([text, address]: readonly unknown[]): Promise<string> {
    const isOurs = String(address).toLowerCase() === selected.address.toLowerCase()
    if (!isConnected || isLocked || !isOurs)
      throw new WalletError(4100, 'The account is not authorised.')
    const message = isHex(text) ? hexToString(text) : String(text)
    prompts.push(message)
    await ask('sign')
    return selected.signMessage({ message })
  }

  async function moveTo([parameter]: readonly unknown[]): Promise<null> {
    const wanted = Number((parameter as { chainId: string }).chainId)
    if (!chainIds.has(wanted)) throw new WalletError(4902, 'Unrecognized chain.')
    await ask('switchChain')
    await wallet.switchChain(wanted)
    return null
  }

  function visibleAccounts(): string[] {
    return isConnected && !isLocked ? [selected.address] : []
  }

  async function handle({ method, params }: Request): Promise<unknown> {
    switch (method) {
      case 'eth_chainId':
        return numberToHex(chainId)
      case 'eth_accounts':
        return visibleAccounts()
      case 'eth_requestAccounts':
        return visibleAccounts().length > 0 ? visibleAccounts() : connect()
      case 'wallet_requestPermissions':
        return [{ parentCapability: 'eth_accounts', caveats: [{ value: await connect() }] }]
      case 'wallet_revokePermissions':
        isConnected = false
        return null
      case 'personal_sign':
        return sign(params)
      case 'wallet_switchEthereumChain':
        return moveTo(params)
      case 'wallet_addEthereumChain':
        chainIds.add(Number((params[0] as { chainId: string }).chainId))
        return moveTo(params)
      default:
        throw new WalletError(4200, `This wallet does not know ${method}.`)
    }
  }

  const wallet: Wallet = {
    get address() {
      return selected.address
    },
    requests,
    prompts,
    setPolicy: (changes) => void Object.assign(policy, changes),
    release: (answer = 'approve') => release?.(answer),
    async switchAccount(index) {
      const account = accounts[index]
      if (account === undefined) throw new Error(`The wallet has no account ${index}.`)
      selected = account
      await emit('accountsChanged', visibleAccounts())
    },
    async switchChain(wanted) {
      chainId = wanted
      await emit('chainChanged', numberToHex(wanted))
    },
    async lock() {
      isLocked = true
      await emit('accountsChanged', [])
    },
    async unlock() {
      isLocked = false
      await emit('accountsChanged', visibleAccounts())
    },
  }

  async function answer(request: Request): Promise<Answer> {
    requests.push(request)
    try {
      return { result: await handle(request) }
    } catch (error) {
      if (error instanceof WalletError)
        return { error: { code: error.code, message: error.message } }
      return { error: { code: -32603, message: String(error) } }
    }
  }

  return { wallet, answer }
}

class WalletError extends Error {
  override readonly name = 'WalletError'
  readonly code: number
  constructor(code: number, message: string) {
    super(message)
    this.code = code
  }
}
