import { createFakeWallet, type FakeWallet } from '@kit/testing/browser'
import { createFakeBackend, type FakeBackend, forgetVisit } from '@kit/testing/react'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { createConfig, createStorage, http, injected } from 'wagmi'
import { gnosis, mainnet, optimism } from 'wagmi/chains'
import { renderWithAuth } from '../fixtures/renderWithAuth.tsx'
import { SignIn, UserButton } from '../index.ts'

/* In each test, a wallet behaves as in a public report about another library. */
type Connector = ReturnType<ReturnType<typeof injected>>
type Request = FakeWallet.Provider['request']

let backend: FakeBackend
let wallets: FakeWallet[]

beforeEach(() => {
  forgetVisit()
  localStorage.clear()
  backend = createFakeBackend({ methods: ['siwe'], chainIds: [1, 10, 100, 480] })
  wallets = []
})
afterEach(() => {
  for (const wallet of wallets) wallet.withdraw()
})

function add(options: FakeWallet.Options = {}): FakeWallet {
  const wallet = createFakeWallet({ name: 'Alpha', chainIds: [1, 10, 100], ...options })
  wallets.push(wallet)
  return wallet
}

/** Changes how a wallet answers. `undefined` leaves the answer to the wallet. */
function change(
  wallet: FakeWallet,
  answer: (call: Parameters<Request>[0], ask: Request) => unknown,
) {
  const ask = wallet.provider.request
  wallet.provider.request = async (call) => (await answer(call, ask)) ?? ask(call)
}

/** Makes a wallet check the message as Trust and Brave do: it must name the wallet's chain. */
function checkChain(wallet: FakeWallet): void {
  change(wallet, async ({ method, params }, ask) => {
    if (method !== 'personal_sign') return undefined
    const text = new TextDecoder().decode(toBytes(String(params?.[0])))
    const chainId = Number(await ask({ method: 'eth_chainId' }))
    if (!text.includes(`\nChain ID: ${chainId}\n`))
      throw { code: -32603, message: 'ChainId mismatch' }
    return undefined
  })
}

const toBytes = (hex: string) =>
  Uint8Array.from(hex.slice(2).match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))

/** Shows the card with these connectors next to the announced wallets. */
async function show(
  ...connectors: ((config: Parameters<ReturnType<typeof injected>>[0]) => Connector)[]
) {
  const config = createConfig({
    chains: [mainnet, optimism, gnosis],
    connectors,
    storage: createStorage({ storage: localStorage }),
    transports: { [mainnet.id]: http(), [optimism.id]: http(), [gnosis.id]: http() },
  })
  const { screen } = await renderWithAuth(
    <>
      <UserButton />
      <SignIn />
    </>,
    { backend, config },
  )
  return screen
}

/** Creates a connector of the app's configuration with some changed members. */
function configure(type: string, name: string, changed: object) {
  return (config: Parameters<ReturnType<typeof injected>>[0]): Connector =>
    ({
      ...injected()(config),
      id: type,
      name,
      type,
      setup: async () => {},
      ...changed,
    }) as Connector
}

const row = (name = 'Alpha') => page.getByRole('button', { name, exact: true })
const signOut = () => page.getByRole('button', { name: 'Sign out' })
const tryAgain = () => page.getByRole('button', { name: 'Try again' })
const posts = () => backend.count('/siwe/verify')
const never = () => new Promise<never>(() => {})

/** Signs in and closes the page. The session has ended when the page is opened again. */
async function signInAndLeave() {
  const screen = await show()
  await row().click()
  await expect.element(signOut()).toBeVisible()
  await screen.unmount()
  backend.state.session = null
}

// https://github.com/wevm/wagmi/issues/4632, https://github.com/wevm/wagmi/issues/4374 and
// https://github.com/reown-com/appkit/issues/3927: wagmi stays "reconnecting", with a connector without methods.
test('behavior: a locked wallet that never answers after a reload can be asked again with a click', async () => {
  const wallet = add()
  await signInAndLeave()
  let isLocked = true
  change(wallet, ({ method }) => (isLocked && method === 'eth_accounts' ? never() : undefined))
  await show()
  await expect.element(row()).toBeVisible()
  // The click opens the wallet, and the user unlocks it.
  isLocked = false
  await row().click()
  await expect.element(signOut()).toBeVisible()
  expect([wallet.prompts.length, posts()]).toEqual([2, 2])
})

// https://github.com/wevm/wagmi/issues/3961: in a frame, the Safe's connector never answers.
test('behavior: a connector that never answers does not block the other wallets', async () => {
  const wallet = add()
  await show(configure('safe', 'Safe', { getProvider: never, isAuthorized: never }))
  await row().click()
  await expect.element(signOut()).toBeVisible()
  expect([wallet.prompts.length, posts()]).toEqual([1, 1])
})

// https://github.com/farcasterxyz/miniapps/issues/481: the connector of a mini app is listed in every browser.
test.for([
  ['farcasterMiniApp', false],
  ['farcasterMiniApp', true],
  ['farcasterFrame', true],
] as const)(
  'behavior: a connector of type %s is listed only inside its app: %s',
  async ([type, isInside]) => {
    const wallet = add()
    const answer = isInside ? async () => 1 : never
    await show(
      configure(type, 'Farcaster', {
        getChainId: answer,
        getProvider: async () => wallet.provider,
      }),
    )
    await expect.element(row()).toBeVisible()
    if (isInside) await expect.element(row('Farcaster')).toBeVisible()
    else expect(row('Farcaster').query()).toBeNull()
  },
)

// https://github.com/WalletConnect/walletconnect-monorepo/issues/3031 and
// https://github.com/WalletConnect/walletconnect-monorepo/issues/2905: the SDK first reports the chain of the first
// account. The wallet sends its chain after the connection.
test('behavior: a wallet that reports its chain after the connection signs a message for that chain', async () => {
  const wallet = add({ chainId: 1 })
  // An SDK that opens a window for each request, so that the card waits for a tap.
  const provider = { ...wallet.provider, signer: { communicator: {} } }
  await show(configure('late', 'Late', { getProvider: async () => provider }))
  await row('Late').click()
  const again = page.getByRole('button', { name: 'Open Late again' })
  await expect.element(again).toBeVisible()
  wallet.switchChain(100)
  await again.click()
  await expect.element(signOut()).toBeVisible()
  expect(wallet.prompts).toHaveLength(1)
  expect(wallet.prompts[0]).toContain('\nChain ID: 100\n')
})

// https://github.com/WalletConnect/walletconnect-monorepo/issues/2905: the wallet is on a chain that the connection
// does not include, and the SDK refuses each request for it.
test('security: the message names a chain that the connection has approved, even if the wallet is on another chain', async () => {
  const wallet = add({ chainId: 10 })
  change(wallet, async ({ method }, ask) => {
    if (method !== 'personal_sign') return undefined
    const chainId = Number(await ask({ method: 'eth_chainId' }))
    if (![100, 480].includes(chainId))
      throw new Error(`Missing or invalid. request() chainId: eip155:${chainId}`)
    return undefined
  })
  const accounts = [100, 480].map((chainId) => `eip155:${chainId}:${wallet.address}`)
  const provider = { ...wallet.provider, session: { namespaces: { eip155: { accounts } } } }
  await show(configure('walletConnect', 'Remote', { getProvider: async () => provider }))
  await row('Remote').click()
  await expect.element(signOut()).toBeVisible()
  expect(wallet.prompts).toHaveLength(1)
  expect(wallet.prompts[0]).toContain('\nChain ID: 100\n')
})

// https://github.com/wevm/wagmi/pull/3890, https://github.com/family/connectkit/issues/111 and
// https://github.com/spruceid/siwe/issues/143: addresses without their checksum, which EIP-4361 requires.
test('behavior: a wallet that reports its account in lower case signs its address with the checksum, and the session stays', async () => {
  // A fixed address, because some random addresses have no capital letter in their checksum.
  const account = privateKeyToAccount(`0x${'01'.repeat(32)}`)
  const wallet = add({ account })
  const address = account.address.toLowerCase() as typeof account.address
  const connector = configure('lower', 'Lower', {
    getProvider: async () => wallet.provider,
    async connect() {
      await wallet.provider.request({ method: 'eth_requestAccounts' })
      return { accounts: [address], chainId: 1 }
    },
  })
  const screen = await show(connector)
  await row('Lower').click()
  await expect.element(signOut()).toBeVisible()
  expect(wallet.prompts).toHaveLength(1)
  expect(wallet.prompts[0]).toContain(`\n${account.address}\n`)
  await screen.unmount()
  if (backend.state.session) backend.state.session = { ...backend.state.session, address }
  await show(connector)
  await expect.element(signOut()).toBeVisible()
  expect(backend.requests.filter(({ method }) => method === 'DELETE')).toEqual([])
})

// https://github.com/rainbow-me/rainbowkit/issues/2179 and https://github.com/brave/brave-core/pull/19443
test('behavior: a wallet that refuses messages for other chains signs in with one prompt', async () => {
  const wallet = add({ chainId: 10 })
  checkChain(wallet)
  await show()
  await row().click()
  await expect.element(signOut()).toBeVisible()
  expect([wallet.prompts.length, posts()]).toEqual([1, 1])
  await signOut().click()
  wallet.switchChain(100)
  await row().click()
  await expect.element(signOut()).toBeVisible()
  expect(wallet.prompts[1]).toContain('\nChain ID: 100\n')
  expect([wallet.prompts.length, posts()]).toEqual([2, 2])
})

// https://github.com/wevm/wagmi/issues/4026: wagmi has the chain of the previous visit.
test('behavior: after the user switches the chain between two visits, the message names the new chain', async () => {
  const wallet = add()
  checkChain(wallet)
  await signInAndLeave()
  wallet.switchChain(10)
  await show()
  await row().click()
  await expect.element(signOut()).toBeVisible()
  expect(wallet.prompts[1]).toContain('\nChain ID: 10\n')
})

// https://github.com/coinbase/coinbase-wallet-sdk/issues/1317: the wallet switches without an event.
test('behavior: after a wallet has refused a message for its previous chain, the next attempt names its current chain', async () => {
  const wallet = add()
  checkChain(wallet)
  let isSilent = false
  const { on } = wallet.provider
  wallet.provider.on = (event, listener) =>
    on(event, (value) => {
      if (!isSilent) listener(value)
    })
  await show()
  await row().click()
  await signOut().click()
  isSilent = true
  wallet.switchChain(100)
  await row().click()
  await tryAgain().click()
  await expect.element(signOut()).toBeVisible()
  expect(wallet.prompts.at(-1)).toContain('\nChain ID: 100\n')
  expect(posts()).toBe(2)
})

// https://github.com/family/connectkit/issues/28
test('behavior: a wallet without wallet_requestPermissions connects at each visit', async () => {
  const wallet = add()
  change(wallet, ({ method }) => {
    if (method !== 'wallet_requestPermissions' && method !== 'wallet_revokePermissions')
      return undefined
    throw { code: -32601, message: `The method ${method} does not exist/is not available` }
  })
  await show()
  for (const count of [1, 2, 3]) {
    await row().click()
    await expect.element(signOut()).toBeVisible()
    expect([wallet.prompts.length, posts()]).toEqual([count, count])
    await page.getByRole('button', { name: 'Sign out' }).click()
  }
})

// https://github.com/snapshot-labs/lock/pull/114 and https://github.com/wevm/wagmi/issues/4664: the user reloads
// while the wallet asks.
test('behavior: a request from before a reload that is still open is explained, and the next click connects', async () => {
  const wallet = add({ policy: { connect: 'hold' } })
  const screen = await show()
  await row().click()
  await expect.element(page.getByText('Approve the connection in Alpha.')).toBeVisible()
  await screen.unmount()
  let isOpen = true
  change(wallet, ({ method }) => {
    if (!isOpen || !/^(?:wallet_requestPermissions|eth_requestAccounts)$/.test(method))
      return undefined
    throw { code: -32002, message: `Request of type '${method}' already pending. Please wait.` }
  })
  await show()
  await row().click()
  await expect
    .element(page.getByRole('alert').filter({ hasText: /open|waiting|pending/i }))
    .toBeVisible()
  isOpen = false
  wallet.policy.connect = 'approve'
  await tryAgain().click()
  await expect.element(signOut()).toBeVisible()
  expect([wallet.prompts.length, posts()]).toEqual([1, 1])
})

// https://github.com/rainbow-me/rainbowkit/issues/2111 and https://github.com/rainbow-me/rainbowkit/issues/935
test('behavior: cancelling and connecting again several times does not end in a pending state', async () => {
  const wallet = add({ policy: { connect: 'hold' } })
  await show()
  for (let round = 0; round < 4; round += 1) {
    await row().click()
    await page.getByRole('button', { name: 'Back' }).click()
    wallet.release()
  }
  wallet.policy.connect = 'approve'
  await row().click()
  await expect.element(signOut()).toBeVisible()
  expect([wallet.prompts.length, posts()]).toEqual([1, 1])
})

// https://github.com/Geo-Web-Project/cadastre/issues/148: a sign-in with another wallet fails after a reload.
test('behavior: after a reload, another wallet can sign in without disconnecting the first one', async () => {
  const [, second] = [add(), add({ name: 'Beta' })]
  await signInAndLeave()
  await show()
  await row('Beta').click()
  await expect.element(signOut()).toBeVisible()
  expect(backend.state.session).toMatchObject({ address: second?.address })
  expect([second?.prompts.length, posts()]).toEqual([1, 2])
})

// https://github.com/WalletConnect/walletconnect-monorepo/issues/3183: a third, empty parameter is refused.
// https://github.com/ethers-io/ethers.js/issues/491: wallets that do not know `eth_sign`.
test('behavior: the request to sign has two parameters, the text in hexadecimal and the account', async () => {
  const wallet = add()
  const asked: unknown[] = []
  change(wallet, ({ method, params }) => {
    if (/sign/i.test(method)) asked.push([method, params])
  })
  await show()
  await row().click()
  await expect.element(signOut()).toBeVisible()
  expect(asked).toEqual([
    ['personal_sign', [expect.stringMatching(/^0x[\da-f]+$/), wallet.address]],
  ])
})

// https://github.com/wevm/wagmi/issues/4961: Trust's browser closes the prompt and never returns the signature.
// https://github.com/MetaMask/metamask-mobile/issues/6835 and
// https://github.com/reown-com/appkit/issues/3601: a request right after the connection is lost.
test('behavior: a signature that never returns can be requested again', async () => {
  const wallet = add()
  let lost = 0
  change(wallet, ({ method }) => {
    if (method !== 'personal_sign' || lost > 0) return undefined
    lost += 1
    return never()
  })
  await show()
  await row().click()
  await expect.poll(() => lost).toBe(1)
  window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))
  await page.getByRole('button', { name: 'Open Alpha again' }).click()
  await expect.element(signOut()).toBeVisible()
  expect([wallet.prompts.length, posts()]).toEqual([1, 1])
})

// https://github.com/family/connectkit/issues/168: an endless loop of requests after a change of the account.
// https://github.com/spruceid/ssx/issues/79, https://github.com/blockchain-lab-um/masca/issues/552 and
// https://github.com/turbo-eth/template-web3-app/issues/162: the session of the former account stays.
test('behavior: after a change of the account, the session ends once, and no requests follow', async () => {
  const wallet = add()
  await show()
  await row().click()
  await expect.element(signOut()).toBeVisible()
  const before = backend.requests.length
  wallet.switchAccount(privateKeyToAccount(generatePrivateKey()))
  await expect.element(row()).toBeVisible()
  await new Promise((resolve) => setTimeout(resolve, 500))
  const methods = backend.requests.slice(before).map(({ method, path }) => `${method} ${path}`)
  expect(methods.filter((call) => call.startsWith('DELETE'))).toHaveLength(1)
  expect(methods.length).toBeLessThanOrEqual(3)
  expect(backend.state.session).toBeNull()
})

// https://github.com/unlock-protocol/unlock/pull/10338
test('behavior: a change of the chain keeps the session', async () => {
  const wallet = add()
  await show()
  await row().click()
  await expect.element(signOut()).toBeVisible()
  wallet.switchChain(100)
  await new Promise((resolve) => setTimeout(resolve, 300))
  await expect.element(signOut()).toBeVisible()
})

// https://github.com/MetaMask/metamask-extension/issues/10368 and
// https://github.com/ant-design/ant-design-web3/issues/1318: the wallet locks itself without an event.
test('behavior: a wallet that has locked itself is unlocked by the click that signs in', async () => {
  const wallet = add()
  await show()
  await row().click()
  await signOut().click()
  wallet.lock()
  await row().click()
  await expect.element(signOut()).toBeVisible()
  expect([wallet.prompts.length, posts()]).toEqual([2, 2])
})

// https://github.com/family/connectkit/pull/440 and https://github.com/Uniswap/web3-react/issues/192: a chain that
// the app has not configured, or the number 0.
test.for([480, 0])(
  'behavior: a wallet on chain %s, which the app has not configured, signs in',
  async (chainId) => {
    const wallet = add()
    change(wallet, ({ method }) =>
      method === 'eth_chainId' ? `0x${chainId.toString(16)}` : undefined,
    )
    await show()
    await row().click()
    await expect.element(signOut()).toBeVisible()
    expect([wallet.prompts.length, posts()]).toEqual([1, 1])
  },
)

// https://github.com/reown-com/appkit/issues/5527: the message is signed first, and then refused.
test('behavior: a wallet without an allowed network is not asked to sign', async () => {
  backend = createFakeBackend({ methods: ['siwe'], chainIds: [97] })
  const wallet = add()
  await show()
  await row().click()
  await expect.element(tryAgain()).toBeVisible()
  expect([wallet.prompts.length, posts()]).toEqual([0, 0])
})

// https://github.com/reown-com/appkit/issues/1792: closing the prompt leaves no way to sign.
// https://github.com/RabbyHub/Rabby/issues/2156: the prompt closes by itself.
test('behavior: after the prompt was closed, it appears again after a reload and a click', async () => {
  const wallet = add({ policy: { sign: 'reject' } })
  const screen = await show()
  await row().click()
  await expect.element(page.getByText(/^You declined in your wallet/)).toBeVisible()
  await screen.unmount()
  wallet.policy.sign = 'approve'
  await show()
  await row().click()
  await expect.element(signOut()).toBeVisible()
  expect([wallet.prompts.length, posts()]).toEqual([2, 1])
})

// https://github.com/hemilabs/ui-monorepo/issues/1831 and https://github.com/wevm/wagmi/issues/3785: the wallet
// is ready, or unlocked, after the page.
test('behavior: a wallet that becomes ready after a reload is still listed', async () => {
  const wallet = add()
  await signInAndLeave()
  wallet.withdraw()
  wallet.lock()
  await show()
  await expect.element(page.getByText(/^No wallet found/)).toBeVisible()
  const info = Object.freeze({
    uuid: crypto.randomUUID(),
    name: 'Alpha',
    rdns: wallet.rdns,
    icon: wallet.icon,
  })
  const detail = Object.freeze({ info, provider: wallet.provider })
  window.dispatchEvent(new CustomEvent('eip6963:announceProvider', { detail }))
  await row().click()
  await expect.element(signOut()).toBeVisible()
  expect([wallet.prompts.length, posts()]).toEqual([2, 2])
})
