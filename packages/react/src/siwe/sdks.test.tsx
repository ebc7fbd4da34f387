import { createFakeWallet, type FakeWallet } from '@kit/testing/browser'
import { createFakeBackend, type FakeBackend, forgetVisit } from '@kit/testing/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { page } from 'vitest/browser'
import { createConfig, createStorage, http, injected } from 'wagmi'
import { mainnet } from 'wagmi/chains'
import { createRemoteConnector } from '../fixtures/createRemoteConnector.ts'
import { renderWithAuth } from '../fixtures/renderWithAuth.tsx'
import { SignIn } from '../index.ts'
import '../styles/layers.css'
import '../styles/tokens.css'
import '../styles/structure.css'
import '../styles/parts.css'

/* Tests wallets' SDKs together with wagmi's connectors. */
type Create = ReturnType<typeof injected>
type Connector = ReturnType<Create>

let wallet: FakeWallet
let backend: FakeBackend
const parent = vi.spyOn(window, 'parent', 'get')
const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})

beforeEach(() => {
  forgetVisit()
  wallet = createFakeWallet({ name: 'Somebody’s Wallet', isAnnounced: false })
  backend = createFakeBackend({ methods: ['siwe'] })
})
afterEach(() => {
  parent.mockReset()
  warn.mockClear()
})

/** Creates a connector of the fake wallet with some changed members. */
function create(type: string, change: (connector: Connector) => object, provider?: object): Create {
  const target = () => ({ id: type, name: type, provider: (provider ?? wallet.provider) as never })
  return (config) => {
    const connector = injected({ target })(config)
    return { ...connector, type, ...change(connector) } as Connector
  }
}

async function show(connector: Create, from: FakeBackend = backend) {
  const config = createConfig({
    chains: [mainnet],
    connectors: [connector],
    multiInjectedProviderDiscovery: false,
    storage: createStorage({ storage: localStorage }),
    transports: { [mainnet.id]: http() },
  })
  await renderWithAuth(<SignIn />, { backend: from, config })
}

const pick = (name: string) => page.getByRole('button', { name }).click()
const signOut = () => page.getByRole('button', { name: 'Sign out' })
const code = () => page.getByRole('img', { name: 'QR code to connect a wallet' })
const said = () => warn.mock.calls.map(([text]) => String(text)).join('\n')

test('behavior: wagmi’s walletConnect() opens its modal, so the card shows no second code, and the developer gets a warning', async () => {
  const remote = createRemoteConnector(wallet)
  const provider = { ...wallet.provider, rpc: { showQrModal: true } }
  await show((config) => ({
    ...remote.connector(config),
    getProvider: async () => provider as never,
  }))
  await pick('WalletConnect')
  await expect.poll(() => remote.uris.length).toBe(1)
  await expect.poll(said).toContain('@kit/react/walletconnect')
  expect(code().query()).toBeNull()
  remote.answer()
  await expect.element(signOut()).toBeVisible()
  expect(backend.count('/siwe/verify')).toBe(1)
})

test('behavior: after the scan, the card names the wallet that has connected, not WalletConnect', async () => {
  await scan({ name: ' Northern\u202e Wallet ' })
  await expect.element(page.getByText('Sign the message in Northern Wallet.')).toBeVisible()
  const row = page.getByRole('button', { name: 'WalletConnect' })
  await expect.element(row).toHaveAttribute('data-loading')
  wallet.release()
  await expect.element(signOut()).toBeVisible()
})

/** Connects a wallet that describes itself with this object. It is then asked to sign, and does not answer yet. */
async function scan(peer: unknown) {
  wallet.policy.sign = 'hold'
  const remote = createRemoteConnector(wallet, { peer })
  await show(remote.connector)
  await pick('WalletConnect')
  await expect.poll(() => remote.uris.length).toBe(1)
  remote.answer()
}

test('behavior: a wallet that ends the connection while it is asked to sign has declined', async () => {
  let end = () => {}
  wallet.policy.sign = 'hold'
  const remote = createRemoteConnector(wallet)
  await show((config) => {
    end = () => config.emitter.emit('disconnect')
    return remote.connector(config)
  })
  await pick('WalletConnect')
  await expect.poll(() => remote.uris.length).toBe(1)
  remote.answer()
  await expect.poll(() => wallet.prompts.length).toBe(1)
  end()
  await expect.element(page.getByText(/^You declined/)).toBeVisible()
  expect(backend.count('/siwe/verify')).toBe(0)
})

const svg = (size: number, rest = '') =>
  `data:image/svg+xml,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}">${rest}<rect width="100%" height="100%"/></svg>`)}`

// "MetaMask Wallet" has given an empty list of icons: https://github.com/MetaMask/metamask-mobile/issues/6713
test.for([
  ['the wallet’s icon', 'Northern Wallet', [svg(64)], 'img'],
  [
    'the wallet’s icon at the usual size, even if it is large',
    'Northern Wallet',
    [svg(1_000_000)],
    'img',
  ],
  ['the logo of a known wallet', 'MetaMask Wallet', [], 'svg'],
  [
    'the logo of a known wallet instead of the icon that the wallet gives',
    '🌈 Rainbow',
    [svg(64)],
    'svg',
  ],
  ['a letter if there is no icon', 'Northern Wallet', undefined, 'N'],
  ['a letter if the list of icons is a number', 'Northern Wallet', 42, 'N'],
  ['a letter if the icon is an object', 'Northern Wallet', [{ href: svg(64) }], 'N'],
  ['a letter if the icon is a script', 'Northern Wallet', ['javascript:alert(1)'], 'N'],
  ['a letter if the icon is not an image', 'Northern Wallet', ['data:text/html,<p>'], 'N'],
  ['a letter if the icon is on plain http', 'Northern Wallet', ['http://localhost/icon.png'], 'N'],
  ['a letter if the icon is too large', 'Northern Wallet', [svg(64, ' '.repeat(1_000_000))], 'N'],
  [
    'a letter if the icon’s server does not answer',
    'Northern Wallet',
    ['https://localhost:1/'],
    'N',
  ],
  [
    'a letter if the wallet is called “constructor”, which every object inherits',
    'constructor',
    [],
    'c',
  ],
] as const)('security: after the scan, the card shows %s', async ([, name, icons, shown]) => {
  await scan({ name, icons })
  const text = page.getByText(`Sign the message in ${name}.`)
  await expect.element(text).toBeVisible()
  const icon = () => text.element().closest('.kit-row')?.querySelector('.kit-wallet-icon')
  await expect
    .poll(() => (icon()?.tagName === 'SPAN' ? icon()?.textContent : icon()?.tagName.toLowerCase()))
    .toBe(shown)
  const { width, height } = icon()?.getBoundingClientRect() ?? new DOMRect()
  expect([width, height]).toEqual([24, 24])
  wallet.release()
  await expect.element(signOut()).toBeVisible()
})

test('behavior: a link of another SDK is not shown as a QR code', async () => {
  wallet.policy.connect = 'hold'
  await show((config) =>
    create('metaMask', (connector) => ({
      async connect(options: never) {
        config.emitter.emit('message', { type: 'display_uri', data: 'metamask://connect?id=1' })
        config.emitter.emit('message', { type: 'display_uri', data: 'wc:1@2?symKey=1' })
        return connector.connect.call(this, options)
      },
    }))(config),
  )
  await pick('metaMask')
  await expect.element(page.getByText(/^Approve the connection in metaMask/)).toBeVisible()
  expect(code().query()).toBeNull()
  wallet.release()
  await expect.element(signOut()).toBeVisible()
})

test.for([
  [
    'Vite',
    'coinbaseWallet',
    'Could not resolve "@coinbase/wallet-sdk" imported by "@wagmi/connectors". Is it installed?',
    '@coinbase/wallet-sdk',
  ],
  [
    'webpack',
    'walletConnect',
    "Cannot find module '@walletconnect/ethereum-provider'",
    '@walletconnect/ethereum-provider',
  ],
  [
    'a browser',
    'baseAccount',
    "Failed to resolve module specifier '@base-org/account'",
    '@base-org/account',
  ],
] as const)(
  'behavior: the console says which SDK is not installed, from the message of %s',
  async ([, type, message, name]) => {
    await show(
      create(type, () => ({
        connect: async () => {
          throw new Error(message)
        },
      })),
    )
    await pick(type)
    await expect.element(page.getByText(/^Couldn’t reach the wallet/)).toBeVisible()
    expect(said()).toContain(`npm install ${name}`)
  },
)

/** Answers `wallet_connect` like Base Account, or like a wallet that ignores the capability. */
function createBaseAccount(answer: (fields: Fields) => Promise<object>) {
  return create('baseAccount', (connector) => ({
    async connect(options: { capabilities?: { signInWithEthereum?: Fields } } = {}) {
      const { accounts, chainId } = await connector.connect.call(this as never)
      const asked = options.capabilities?.signInWithEthereum
      const capabilities = asked === undefined ? {} : await answer(asked)
      return { accounts: accounts.map((address) => ({ address, capabilities })), chainId }
    },
  }))
}
type Fields = Record<
  'domain' | 'statement' | 'uri' | 'nonce' | 'issuedAt' | 'expirationTime' | 'chainId',
  string
>

const write = ({ domain, statement, uri, nonce, issuedAt, expirationTime, chainId }: Fields) =>
  `${domain} wants you to sign in with your Ethereum account:\n${wallet.address}\n\n${statement ? `${statement}\n` : ''}\nURI: ${uri}\nVersion: 1\nChain ID: ${Number(chainId)}\nNonce: ${nonce}\nIssued At: ${issuedAt}\nExpiration Time: ${expirationTime}`

async function signAs(message: string): Promise<object> {
  const params = [message, wallet.address]
  const signature = await wallet.provider.request({ method: 'personal_sign', params })
  return { signInWithEthereum: { message, signature } }
}

test('behavior: wallet_connect with signInWithEthereum connects and signs with one approval', async () => {
  await show(createBaseAccount((fields) => signAs(write(fields))))
  await expect.poll(() => backend.count('/siwe/challenge')).toBe(1)
  await pick('baseAccount')
  await expect.element(signOut()).toBeVisible()
  expect([wallet.prompts.length, backend.count('/siwe/verify')]).toEqual([1, 1])
  expect(backend.state.session?.address).toBe(wallet.address)
})

test.for([
  ['ignores the capability', async () => ({})],
  // The standard allows this answer for a capability that fails.
  [
    'cannot provide the capability',
    async () => ({ signInWithEthereum: { code: -32602, message: 'Unsupported version' } }),
  ],
  ['answers it with nonsense', async () => ({ signInWithEthereum: 'signed' })],
  [
    'signs a text that is not an EIP-4361 message',
    async () => ({ signInWithEthereum: { message: 'Hello', signature: '0x' } }),
  ],
  [
    'signs for another nonce',
    (fields: Fields) => signAs(write({ ...fields, nonce: 'another123' })),
  ],
  [
    'signs for another site',
    (fields: Fields) => signAs(write({ ...fields, domain: 'evil.example' })),
  ],
] as const)('security: a wallet that %s is asked again with personal_sign', async ([, answer]) => {
  await show(createBaseAccount(answer))
  await expect.poll(() => backend.count('/siwe/challenge')).toBe(1)
  await pick('baseAccount')
  await expect.element(signOut()).toBeVisible()
  expect(backend.count('/siwe/verify')).toBe(1)
  expect(wallet.prompts.at(-1)).toContain(`${location.host} wants you`)
})

test.for([
  ['nothing', undefined],
  ['an error in another form', { code: -32603, message: 'Error: User rejected the request' }],
])(
  'behavior: after wallet_connect fails with %s, the next click prompts again',
  async ([, reason]) => {
    let answers = 0
    const connector = createBaseAccount((fields) => signAs(write(fields)))
    await show((config) => {
      const base = connector(config)
      return {
        ...base,
        async connect(options: never) {
          answers += 1
          if (answers === 1) throw reason
          return base.connect.call(this, options)
        },
      } as Connector
    })
    await expect.poll(() => backend.count('/siwe/challenge')).toBe(1)
    await pick('baseAccount')
    await pick('Try again')
    await expect.element(signOut()).toBeVisible()
    expect([answers, wallet.prompts.length, backend.count('/siwe/verify')]).toEqual([2, 1, 1])
  },
)

/** Creates a Safe with several owners, with the interface of its SDK's provider. */
function createSafe(answer: object) {
  const asked: string[] = []
  let signature: string | undefined
  let message = ''
  const provider = {
    ...wallet.provider,
    async request(call: { method: string; params?: unknown[] }) {
      if (call.method !== 'safe_setSettings') return wallet.provider.request(call)
      throw Object.assign(new Error('Not supported'), { code: 4200 })
    },
    sdk: {
      txs: {
        async signMessage(text: string) {
          message = text
          return answer
        },
      },
      safe: {
        async getOffChainSignature(hash: string) {
          asked.push(hash)
          return signature ?? ''
        },
      },
    },
  }
  return {
    provider,
    asked,
    message: () => message,
    /** The last owner signs. */
    async complete() {
      const params = [message, wallet.address]
      signature = String(await wallet.provider.request({ method: 'personal_sign', params }))
    },
  }
}

/** A Safe is only listed inside a frame, so these tests simulate the window around the page. */
const asSafe = (safe: ReturnType<typeof createSafe>) => {
  parent.mockReturnValue({} as never)
  return create('safe', () => ({}), safe.provider)
}

test('behavior: with a Safe of several owners, the card says that the others have to sign, waits, and signs in', async () => {
  const safe = createSafe({ messageHash: '0xabcd' })
  await show(asSafe(safe))
  await pick('safe')
  await expect
    .element(page.getByText('You signed. The other owners of this Safe have to sign, too.'))
    .toBeVisible()
  await expect.poll(() => safe.asked.length).toBeGreaterThan(0)
  expect([backend.count('/siwe/verify'), safe.asked[0]]).toEqual([0, '0xabcd'])
  expect(safe.message()).toMatch(/^0x[0-9a-f]+$/)
  await safe.complete()
  await expect.element(signOut()).toBeVisible()
  expect(backend.count('/siwe/verify')).toBe(1)
})

test('behavior: waiting for the owners of a Safe can be cancelled', async () => {
  const safe = createSafe({ messageHash: '0xabcd' })
  await show(asSafe(safe))
  await pick('safe')
  await expect.element(page.getByText(/^You signed\./)).toBeVisible()
  await page.getByRole('button', { name: 'Back' }).click()
  await expect.element(page.getByText(/^You signed\./)).not.toBeInTheDocument()
  await safe.complete()
  expect(backend.count('/siwe/verify')).toBe(0)
})

test('behavior: in a frame that is not a Safe, no Safe is listed', async () => {
  parent.mockReturnValue({} as never)
  await show((config) => ({
    ...create('safe', () => ({}))(config),
    setup: async () => {},
    getProvider: async () => {
      throw new Error('Could not load Safe information')
    },
  }))
  await expect.element(page.getByText(/^No wallet found/)).toBeVisible()
})

test('behavior: in a frame of another site without cookies, the card says so before the first prompt, and links to a window', async () => {
  parent.mockReturnValue({
    get location(): never {
      throw new DOMException('What belongs to another origin cannot be read.', 'SecurityError')
    },
  } as never)
  const problem = { type: '/errors/cookies_blocked', title: 'Cookies blocked', status: 401 }
  const fetch: typeof globalThis.fetch = async (url, init) => {
    if (!new Headers(init?.headers).has('kit-expect-cookie')) return backend.fetch(url, init)
    const headers = { 'content-type': 'application/problem+json' }
    return Response.json({ ...problem, code: 'cookies_blocked' }, { status: 401, headers })
  }
  await show(
    create('framed', () => ({})),
    { ...backend, fetch },
  )
  await pick('framed')
  await expect
    .element(page.getByText(/^You can’t sign in here because this page is shown/))
    .toBeVisible()
  await expect
    .element(page.getByRole('link', { name: 'Open this page in its own window' }))
    .toHaveAttribute('href', location.href)
  expect(wallet.prompts).toEqual([])
})
