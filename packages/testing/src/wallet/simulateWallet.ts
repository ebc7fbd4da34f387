import { hexToString, isHex, numberToHex } from 'viem'
import type { Signer } from './Signer.ts'
import type { WalletCall } from './WalletCall.ts'
import { WalletError } from './WalletError.ts'
import type { WalletDecision, WalletPolicy } from './WalletPolicy.ts'

/**
 * Simulates a wallet and its user behind an EIP-1193 provider. Wallets with keys in the page and in Node share
 * this implementation.
 *
 * @param options.emit - notifies the page of an event.
 * @see {@link https://eips.ethereum.org/EIPS/eip-1193}
 */
export function simulateWallet(options: simulateWallet.Options): SimulatedWallet {
  const { chainId: firstChainId = 1, emit } = options
  const chainIds = new Set(options.chainIds ?? [1, 100, firstChainId])
  const policy: WalletPolicy = {
    connect: 'approve',
    sign: 'approve',
    switchChain: 'approve',
    anything: 'approve',
    ...options.policy,
  }
  const calls: WalletCall[] = []
  const prompts: string[] = []
  let signer = options.signer
  let next: Signer | undefined
  let isAllowed = options.isConnected ?? false
  let isLocked = false
  let chainId = firstChainId
  let held: ((decision: WalletDecision) => void) | undefined

  const visible = () => (isAllowed && !isLocked ? [signer.address] : [])
  const showAccounts = () => emit('accountsChanged', visible())

  /** @returns the answer that replaces the usual one, if there is one */
  async function ask(question: keyof WalletPolicy): Promise<{ answers: unknown } | undefined> {
    if (options.isOneAtATime && held !== undefined) throw pending()
    let decision = policy[question]
    if (decision === 'hold')
      decision = await new Promise<WalletDecision>((resolve) => {
        held = resolve
      })
    if (decision === 'silent') await new Promise(() => {})
    if (decision === 'reject') throw new WalletError(4001, 'User rejected the request.')
    if (decision === 'pending') throw pending()
    if (typeof decision !== 'object') return undefined
    if ('throws' in decision) throw decision.throws
    return decision
  }

  async function connect(): Promise<unknown> {
    const other = await ask('connect')
    if (other !== undefined) return other.answers
    if (next !== undefined) signer = next
    next = undefined
    isAllowed = true
    isLocked = false
    return visible()
  }

  async function sign([text, address]: readonly unknown[]): Promise<unknown> {
    const asked = signer
    if (!visible().some((one) => one.toLowerCase() === String(address).toLowerCase()))
      throw new WalletError(4100, 'The account is not authorised.')
    const message = isHex(text) ? hexToString(text) : String(text)
    prompts.push(message)
    const other = await ask('sign')
    return other === undefined ? asked.sign(message) : other.answers
  }

  async function moveTo([parameter]: readonly unknown[]): Promise<null> {
    const wanted = readChainId(parameter)
    if (!chainIds.has(wanted)) throw new WalletError(4902, 'Unrecognized chain.')
    await ask('switchChain')
    await switchChain(wanted)
    return null
  }

  function switchChain(wanted: number): void | Promise<void> {
    chainId = wanted
    return emit('chainChanged', numberToHex(chainId))
  }

  async function request({ method, params = [] }: WalletCall): Promise<unknown> {
    calls.push({ method, params })
    // This awaits only if it must, because a wallet decides by the policy at the time of the call.
    const other = policy.anything === 'approve' ? undefined : await ask('anything')
    if (other !== undefined) return other.answers
    switch (method) {
      case 'eth_chainId':
        return numberToHex(chainId)
      case 'eth_accounts':
        return visible()
      case 'eth_requestAccounts':
        return visible().length > 0 ? visible() : connect()
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
        chainIds.add(readChainId(params[0]))
        return moveTo(params)
    }
    if (method === 'eth_getCode' && options.code !== undefined) return options.code
    throw new WalletError(4200, `This wallet does not know ${method}.`)
  }

  return {
    request,
    policy,
    calls,
    prompts,
    getAddress: () => signer.address,
    release(decision = 'approve') {
      const resolve = held
      held = undefined
      resolve?.(decision)
    },
    revoke() {
      isAllowed = false
    },
    switchAccount(wanted) {
      signer = wanted
      return showAccounts()
    },
    switchAccountAtNextConnection(wanted) {
      next = wanted
    },
    switchChain,
    setLocked(value) {
      isLocked = value
      return showAccounts()
    },
  }
}

export declare namespace simulateWallet {
  type Options = {
    signer: Signer
    emit: (event: string, value: unknown) => void | Promise<void>
    chainId?: number | undefined
    /** The chains that the wallet knows. Others get error 4902. */
    chainIds?: readonly number[] | undefined
    policy?: Partial<WalletPolicy> | undefined
    /** Whether the page may see the account from the start. */
    isConnected?: boolean | undefined
    /** Whether a request gets error -32002 while another one is held. */
    isOneAtATime?: boolean | undefined
    /**
     * The contract code of the account on every chain. Without it, the wallet does not answer `eth_getCode`.
     */
    code?: string | undefined
  }
}

/** A simulated wallet, for code that connects it to a page. */
export interface SimulatedWallet {
  request: (call: WalletCall) => Promise<unknown>
  policy: WalletPolicy
  calls: readonly WalletCall[]
  prompts: readonly string[]
  getAddress: () => Signer['address']
  /** Answers the request that is held. */
  release: (decision?: WalletDecision) => void
  /** Revokes the permission without notifying the page. */
  revoke: () => void
  switchAccount: (signer: Signer) => void | Promise<void>
  switchAccountAtNextConnection: (signer: Signer) => void
  switchChain: (chainId: number) => void | Promise<void>
  setLocked: (isLocked: boolean) => void | Promise<void>
}

const pending = () => new WalletError(-32002, 'A request is already pending.')

function readChainId(parameter: unknown): number {
  const isObject = typeof parameter === 'object' && parameter !== null
  return Number(isObject && 'chainId' in parameter ? parameter.chainId : undefined)
}
