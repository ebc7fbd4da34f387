import { createFakeWallet, type FakeWallet } from '@kit/testing/browser'
import { forgetVisit } from '@kit/testing/react'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { createConfig, createStorage, http, injected } from 'wagmi'
import { mainnet } from 'wagmi/chains'
import { createRemoteConnector } from '../../fixtures/createRemoteConnector.ts'
import { renderWithAuth } from '../../fixtures/renderWithAuth.tsx'
import { SignIn, SiweButton } from '../../index.ts'

let wallets: FakeWallet[]
let ends: (() => void)[]

beforeEach(() => {
  forgetVisit()
  wallets = []
  ends = []
})
afterEach(() => {
  for (const wallet of wallets) wallet.withdraw()
  for (const end of ends) end()
  Reflect.deleteProperty(window, 'ethereum')
})

function add(options: createFakeWallet.Options = {}): FakeWallet {
  const wallet = createFakeWallet(options)
  wallets.push(wallet)
  return wallet
}

/** Announces any value, now and whenever the page asks. */
function announce(detail: unknown): void {
  const say = () => window.dispatchEvent(new CustomEvent('eip6963:announceProvider', { detail }))
  window.addEventListener('eip6963:requestProvider', say)
  ends.push(() => window.removeEventListener('eip6963:requestProvider', say))
  say()
}

const row = (name: string | RegExp) => page.getByRole('button', { name, exact: true })
const rows = () => page.getByRole('list', { name: 'Wallets' }).getByRole('button')
const info = (changes: object) => ({
  uuid: crypto.randomUUID(),
  name: 'Odd Wallet',
  icon: 'data:image/svg+xml,%3Csvg xmlns="http://www.w3.org/2000/svg"/%3E',
  rdns: 'test.odd',
  ...changes,
})
const provider = { request: async () => [], on: () => {}, removeListener: () => {} }
const explode = () => {
  throw new Error('A getter of a wallet.')
}
const explodeAt = (name: string) =>
  Object.defineProperty({}, name, { enumerable: true, get: explode })

/** A getter that returns the value a few times and then throws. */
const explodeLater = <owner extends object>(owner: owner, name: keyof owner & string) => {
  let readsLeft = 3
  const value = owner[name]
  const get = () => {
    readsLeft -= 1
    return readsLeft < 0 ? explode() : value
  }
  return Object.defineProperty({ ...owner }, name, { enumerable: true, get })
}

// A single broken extension makes every page blank that reads its announcement without checking it.
const broken: [string, unknown][] = [
  ['nothing', undefined],
  ['null', null],
  ['a text', 'wallet'],
  ['no info', { provider }],
  ['info null', { info: null, provider }],
  ['no provider', { info: info({}) }],
  ['a provider that is a string', { info: info({}), provider: 'ethereum' }],
  ['a provider without request', { info: info({}), provider: { on() {}, removeListener() {} } }],
  ['no name', { info: info({ name: undefined }), provider }],
  ['a number as its name', { info: info({ name: 7 }), provider }],
  ['an empty name', { info: info({ name: ' \u200b ' }), provider }],
  ['a symbol as its name', { info: info({ name: Symbol('name') }), provider }],
  ['an object as its icon', { info: info({ icon: { src: 'x' } }), provider }],
  ['no icon', { info: info({ icon: undefined }), provider }],
  ['a script as its icon', { info: info({ icon: 'javascript:alert(1)' }), provider }],
  ['no rdns', { info: info({ rdns: undefined }), provider }],
  ['an object as its rdns', { info: info({ rdns: {} }), provider }],
  ['no uuid', { info: info({ uuid: undefined }), provider }],
  ['getters that throw', explodeAt('info')],
  [
    'a name that throws',
    { info: Object.assign(explodeAt('name'), { rdns: 'test.odd' }), provider },
  ],
  ['a provider that throws', { info: info({}), provider: explodeAt('request') }],
  ['a member of every object as its rdns', { info: info({ rdns: '__proto__' }), provider }],
  ['a name that throws later', { info: explodeLater(info({}), 'name'), provider }],
  ['an id that throws later', { info: explodeLater(info({}), 'uuid'), provider }],
  ['an info that throws later', explodeLater({ info: info({}), provider }, 'info')],
]

test.for(broken)(
  'security: %s, announced before, does not affect the page and its wallets',
  async ([, detail]) => {
    announce(detail)
    const wallet = add({ name: 'Sound Wallet' })
    const { backend } = await renderWithAuth(<SignIn />)
    await row('Sound Wallet').click()
    await expect.poll(() => backend.state.session?.address).toBe(wallet.address)
  },
)

test.for(broken)(
  'security: %s, announced late, does not affect the page and its wallets',
  async ([, detail]) => {
    const wallet = add({ name: 'Sound Wallet' })
    const { backend } = await renderWithAuth(<SignIn />)
    await expect.element(row('Sound Wallet')).toBeVisible()
    announce(detail)
    add({ name: 'Later Wallet' })
    await expect.element(row('Later Wallet')).toBeVisible()
    await row('Sound Wallet').click()
    await expect.poll(() => backend.state.session?.address).toBe(wallet.address)
  },
)

test('behavior: a malformed announcement of a wallet that can sign is repaired', async () => {
  const wallet = add({ isAnnounced: false })
  announce({ info: { name: 7, icon: {}, rdns: 'test.odd' }, provider: wallet.provider })
  const { backend } = await renderWithAuth(<SignIn />)
  await row('test.odd').click()
  await expect.poll(() => backend.state.session?.address).toBe(wallet.address)
})

test.for([
  [
    'an Event with a detail',
    (detail: object) => Object.assign(new Event('eip6963:announceProvider'), { detail }),
  ],
  [
    'another window’s CustomEvent',
    (detail: object) => {
      const frame = document.body.appendChild(document.createElement('iframe'))
      ends.push(() => frame.remove())
      const CustomEventThere: typeof CustomEvent = Reflect.get(
        frame.contentWindow ?? expect.fail(),
        'CustomEvent',
      )
      return new CustomEventThere('eip6963:announceProvider', { detail })
    },
  ],
] as const)('behavior: a wallet that announces itself by %s signs in', async ([, createEvent]) => {
  const wallet = add({ isAnnounced: false })
  const { backend } = await renderWithAuth(<SignIn />)
  window.dispatchEvent(createEvent({ info: info({}), provider: wallet.provider }))
  await row('Odd Wallet').click()
  await expect.poll(() => backend.state.session?.address).toBe(wallet.address)
})

test.for([
  // https://github.com/wevm/wagmi/issues/4090: not all wallets follow the standard.
  ['the uuid of another one', { uuid: 'copied' }],
  ['the id of wagmi’s own connector', { rdns: 'injected' }],
] as const)('behavior: a wallet with %s has a row, and can sign in', async ([, changes]) => {
  const wallet = add({ isAnnounced: false })
  announce({ info: info({ uuid: 'copied', name: 'First Wallet', rdns: 'test.first' }), provider })
  announce({ info: info(changes), provider: wallet.provider })
  const { backend } = await renderWithAuth(<SignIn />)
  await expect.element(row('First Wallet')).toBeVisible()
  await row('Odd Wallet').click()
  await expect.poll(() => backend.state.session?.address).toBe(wallet.address)
})

test('behavior: of two wallets with one name, the chosen one is asked, and only its row shows that', async () => {
  const wallet = add({ isAnnounced: false, policy: { sign: 'hold' } })
  announce({ info: info({ rdns: 'test.first', uuid: 'first' }), provider })
  announce({ info: info({ rdns: 'test.second', uuid: 'second' }), provider: wallet.provider })
  const { backend } = await renderWithAuth(<SignIn />)
  await row('Odd Wallet').nth(1).click()
  await expect.poll(() => wallet.prompts.length).toBe(1)
  await expect.element(rows().nth(1)).toHaveAttribute('data-loading')
  await expect.element(rows().nth(0)).not.toHaveAttribute('data-loading')
  wallet.release()
  await expect.poll(() => backend.state.session?.address).toBe(wallet.address)
})

test('security: a name is one short line, and does not change the direction of the surrounding text', async () => {
  announce({ info: info({ name: `Abc\u202e\n${'long '.repeat(40)}` }), provider })
  await renderWithAuth(<SignIn />)
  await expect
    .poll(() => rows().first().element().querySelector('bdi')?.textContent)
    .toMatch(/^Abc long [^\u202e\n]{27,}\S…$/)
})

const sloppy: [string, (wallet: FakeWallet) => object][] = [
  ['frozen', ({ provider }) => Object.freeze({ ...provider })],
  [
    'frozen, without removeListener',
    ({ provider: { request, on } }) => Object.freeze({ request, on }),
  ],
  ['without any events', ({ provider: { request } }) => ({ request })],
  [
    'with events that throw',
    ({ provider: { request } }) =>
      Object.defineProperty({ request }, 'on', {
        get: () => {
          throw new Error('A getter of a wallet.')
        },
      }),
  ],
  // https://github.com/trustwallet/wallet-core/issues/3152
  ['whose events throw when they are used', ({ provider }) => ({ ...provider, on: explode })],
  ['that is a function', ({ provider }) => Object.assign(() => {}, provider)],
  [
    'that knows its own members only',
    ({ provider }) =>
      new Proxy(provider, { get: (of, key) => (key in of ? Reflect.get(of, key) : explode()) }),
  ],
]

test.for(sloppy)('behavior: an announced provider %s signs in', async ([, change]) => {
  const wallet = add({ isAnnounced: false })
  announce({ info: info({ name: 'Sloppy Wallet' }), provider: change(wallet) })
  const { backend } = await renderWithAuth(<SignIn />)
  await row('Sloppy Wallet').click()
  await expect.poll(() => backend.state.session?.address).toBe(wallet.address)
})

test.for(sloppy)('behavior: a window.ethereum %s signs in', async ([, change]) => {
  const wallet = add({ isAnnounced: false })
  Object.defineProperty(window, 'ethereum', {
    configurable: true,
    writable: false,
    value: change(wallet),
  })
  const { backend } = await renderWithAuth(<SiweButton />)
  await page.getByRole('button', { name: 'Sign in with Ethereum' }).click()
  await expect.poll(() => backend.state.session?.address).toBe(wallet.address)
})

test('behavior: a window.ethereum that throws is not listed and does not break the page', async () => {
  Object.defineProperty(window, 'ethereum', { configurable: true, get: explode })
  await renderWithAuth(<SignIn />)
  await expect.poll(() => document.body.textContent).toContain('No wallet found')
})

test('behavior: a configured connector and its announced wallet share a row, with the icon', async () => {
  const configured = add({ name: 'Configured', isAnnounced: false })
  const announcedWallet = createFakeWallet({ name: 'MetaMask', isAnnounced: false })
  announce({
    info: info({ name: 'MetaMask', rdns: 'io.metamask' }),
    provider: announcedWallet.provider,
  })
  const target = () => ({
    id: 'metaMask',
    name: 'MetaMask',
    provider: configured.provider as never,
  })
  const config = createConfig({
    chains: [mainnet],
    connectors: [injected({ target })],
    ssr: true,
    storage: createStorage({ storage: localStorage }),
    transports: { [mainnet.id]: http() },
  })
  await renderWithAuth(<SignIn />, { config })
  await expect.element(rows()).toHaveLength(1)
  await expect
    .poll(() => document.querySelector('img.kit-wallet-icon')?.getAttribute('src'))
    .toMatch(/^data:image/)
})

test('behavior: two announcements of one wallet share a row', async () => {
  for (const uuid of ['one', 'two']) announce({ info: info({ uuid }), provider })
  await renderWithAuth(<SignIn />)
  await expect.element(row('Odd Wallet')).toBeVisible()
  await expect.element(rows()).toHaveLength(1)
})

test('behavior: an installed wallet is listed above WalletConnect even if WalletConnect was used last, and the button uses WalletConnect again', async () => {
  add({ name: 'Field Wallet' })
  const remote = createRemoteConnector(createFakeWallet({ isAnnounced: false }))
  const storage = {
    getItem: (key: string) => (/recentConnectorId$/.test(key) ? '"walletConnect"' : null),
    setItem: () => {},
    removeItem: () => {},
  }
  const config = createConfig({
    chains: [mainnet],
    connectors: [remote.connector],
    ssr: true,
    storage: createStorage({ storage }),
    transports: { [mainnet.id]: http() },
  })
  await renderWithAuth(
    <>
      <SignIn />
      <SiweButton />
    </>,
    { config },
  )
  await expect.element(rows().first()).toHaveAccessibleName('Field Wallet')
  await expect.element(rows().nth(1)).toHaveAccessibleName('WalletConnect')
  await expect.element(rows().nth(1)).toHaveAccessibleDescription('Recent')
  await page.getByRole('button', { name: 'Sign in with Ethereum' }).click()
  await expect.poll(() => remote.uris).toHaveLength(1)
})
