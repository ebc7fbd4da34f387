import { WalletKit, type WalletKitTypes } from '@reown/walletkit'
import { Core } from '@walletconnect/core'
import { buildApprovedNamespaces, getSdkError } from '@walletconnect/utils'
import { type Hex, hexToString, isHex, type LocalAccount } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'

/**
 * Creates a wallet app on another device, with real keys and WalletKit, the SDK of real wallets. It scans a
 * URI, and approves, declines, holds or ignores requests.
 *
 * @example
 * const wallet = await createRemoteWallet({ relayUrl: relay.url })
 * await wallet.scan(uri)
 */
export async function createRemoteWallet(
  options: createRemoteWallet.Options,
): Promise<RemoteWallet> {
  const { relayUrl, chainIds = [1, 100] } = options
  const accounts = options.accounts ?? [privateKeyToAccount(generatePrivateKey())]
  const policy: RemoteWallet.Policy = { connect: 'approve', sign: 'approve' }
  const prompts: string[] = []
  const held = new Set<(answer: 'approve' | 'reject') => void>()
  let [selected = privateKeyToAccount(generatePrivateKey())] = accounts
  let proposals = 0
  let approvals = 0

  const kit = await WalletKit.init({
    // The types of these packages do not support `exactOptionalPropertyTypes`.
    core: new Core({
      projectId: 'local',
      relayUrl,
      telemetryEnabled: false,
      logger: 'silent',
      // Each wallet has a separate core and storage, because several wallets run in one process.
      customStoragePrefix: crypto.randomUUID(),
      storageOptions: { database: ':memory:' },
    }) as WalletKitTypes.Options['core'],
    metadata: { name: 'Remote Wallet', description: '', url: 'https://wallet.example', icons: [] },
  })

  async function ask(question: keyof RemoteWallet.Policy): Promise<'approve' | 'reject'> {
    const decision = policy[question]
    if (decision === 'ignore') return new Promise(() => {})
    if (decision !== 'hold') return decision
    return new Promise((resolve) => {
      held.add((answer) => {
        held.clear()
        resolve(answer)
      })
    })
  }

  async function propose({ id, params }: WalletKitTypes.SessionProposal): Promise<void> {
    proposals += 1
    if ((await ask('connect')) === 'reject') {
      await kit.rejectSession({ id, reason: getSdkError('USER_REJECTED') })
      return
    }
    const chains = chainIds.map((chainId) => `eip155:${chainId}`)
    const namespaces = buildApprovedNamespaces({
      proposal: params,
      supportedNamespaces: {
        eip155: {
          chains,
          methods: ['personal_sign', 'wallet_switchEthereumChain'],
          events: ['accountsChanged', 'chainChanged'],
          accounts: chains.map((chain) => `${chain}:${selected.address}`),
        },
      },
    })
    await kit.approveSession({ id, namespaces })
    approvals += 1
  }

  async function respond({ id, topic, params }: WalletKitTypes.SessionRequest): Promise<void> {
    const [text] = params.request.params as [Hex]
    const isSign = params.request.method === 'personal_sign'
    if (isSign) prompts.push(isHex(text) ? hexToString(text) : text)
    const answer = isSign ? await ask('sign') : 'reject'
    if (answer === 'reject') {
      const error = getSdkError(isSign ? 'USER_REJECTED' : 'UNSUPPORTED_METHODS')
      await kit.respondSessionRequest({ topic, response: { id, jsonrpc: '2.0', error } })
      return
    }
    const result = await selected.signMessage({ message: { raw: text } })
    await kit.respondSessionRequest({ topic, response: { id, jsonrpc: '2.0', result } })
  }

  const failures: unknown[] = []
  const note = (error: unknown) => void failures.push(error)
  kit.on('session_proposal', (event) => void propose(event).catch(note))
  kit.on('session_request', (event) => void respond(event).catch(note))

  const topics = () => Object.keys(kit.getActiveSessions())
  const emit = (event: { name: string; data: unknown }, chainId: number) =>
    Promise.all(
      topics().map((topic) => kit.emitSessionEvent({ topic, event, chainId: `eip155:${chainId}` })),
    )

  return {
    get address() {
      return selected.address
    },
    get proposals() {
      return proposals
    },
    get approvals() {
      return approvals
    },
    prompts,
    policy,
    failures,
    topics,
    scan: (uri) => kit.pair({ uri }),
    release(answer = 'approve') {
      for (const resolve of held) resolve(answer)
    },
    async disconnect() {
      const reason = getSdkError('USER_DISCONNECTED')
      await Promise.all(topics().map((topic) => kit.disconnectSession({ topic, reason })))
    },
    async switchAccount(index) {
      const next = accounts[index]
      if (next === undefined) throw new Error(`The wallet has no account ${index}.`)
      selected = next
      const [chainId = 1] = chainIds
      await emit({ name: 'accountsChanged', data: [`eip155:${chainId}:${next.address}`] }, chainId)
    },
    async switchChain(chainId) {
      // WalletKit sends events only for chains of the connection. To report another chain, MetaMask's app uses one of
      // those.
      const through = chainIds.includes(chainId) ? chainId : (chainIds[0] ?? chainId)
      await emit({ name: 'chainChanged', data: chainId }, through)
    },
    async close() {
      await kit.core.relayer.transportClose()
    },
  }
}

export declare namespace createRemoteWallet {
  type Options = {
    relayUrl: string
    /** The accounts. The first one is selected. @default a new key */
    accounts?: readonly LocalAccount[] | undefined
    /** @default [1, 100] */
    chainIds?: readonly number[] | undefined
  }
}

/** The wallet app that a test controls. */
export interface RemoteWallet {
  /** The address of the selected account with its EIP-55 checksum. */
  readonly address: Hex
  /** How many connections were requested. */
  readonly proposals: number
  /** How many connections it has approved. */
  readonly approvals: number
  /** The texts that the user was asked to sign, oldest first. */
  readonly prompts: readonly string[]
  /** How the user answers from now on. */
  readonly policy: RemoteWallet.Policy
  /** The wallet's errors. Most tests expect none. */
  readonly failures: readonly unknown[]
  /** The topics of the wallet's sessions. */
  topics(): readonly string[]
  /** The user scans a code or follows a link. */
  scan(uri: string): Promise<void>
  /** The user answers the held request. */
  release(answer?: 'approve' | 'reject'): void
  /** The user ends all sessions. */
  disconnect(): Promise<void>
  switchAccount(index: number): Promise<void>
  switchChain(chainId: number): Promise<void>
  close(): Promise<void>
}

export declare namespace RemoteWallet {
  /** `hold` waits for `release`, `ignore` never answers. */
  type Decision = 'approve' | 'reject' | 'hold' | 'ignore'
  type Policy = { connect: Decision; sign: Decision }
}
