import { createFakeBackend, createSession, forgetVisit } from '@kit/testing/react'
import { http } from 'viem'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { page } from 'vitest/browser'
import { createConfig } from 'wagmi'
import { gnosis, mainnet } from 'wagmi/chains'
import { createEnsTransport } from '../../fixtures/createEnsTransport.ts'
import { renderWithAuth } from '../../fixtures/renderWithAuth.tsx'
import { SessionCard, UserButton } from '../../index.ts'
import { EnsNames } from './EnsNames.tsx'

beforeEach(() => forgetVisit())
afterEach(() => {
  vi.restoreAllMocks()
})

const address = '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266'
const session = createSession({ address, chainId: mainnet.id })
const picture = `data:image/svg+xml;base64,${btoa('<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>')}`

async function show(chain: createEnsTransport.Options, hasNames = true) {
  const calls: string[] = []
  const config = createConfig({
    chains: [mainnet],
    transports: { [mainnet.id]: createEnsTransport({ ...chain, calls }) },
    batch: { multicall: false },
  })
  const backend = createFakeBackend({ session })
  await renderWithAuth(
    <>
      {hasNames && <EnsNames />}
      <UserButton />
      <SessionCard session={session} />
    </>,
    { backend, config },
  )
  return { calls, backend }
}

const trigger = (name: string) => page.getByRole('button', { name, exact: true })
const pictures = () => [...document.querySelectorAll<HTMLImageElement>('img.kit-avatar')]

test('default: the name and the picture are shown, and the address next to the name', async () => {
  const { calls } = await show({ name: 'ada.eth', avatar: picture })
  await expect.element(trigger('ada.eth')).toBeVisible()
  const name = document.querySelector('.kit-session-name')
  expect(name?.textContent).toBe('ada.eth')
  expect(name?.getAttribute('title')).toBe(`ada.eth · ${address}`)
  expect(document.querySelector('.kit-session-method')?.textContent).toBe('0xf39F…2266 · Ethereum')
  // One picture each in the button, in its menu and in the card.
  await expect.poll(() => pictures().map(({ src }) => src)).toEqual([picture, picture, picture])
  expect(pictures().every(({ referrerPolicy }) => referrerPolicy === 'no-referrer')).toBe(true)
  expect(calls).toEqual(['reverseWithGateways', 'resolveWithGateways'])
})

test('security: without EnsNames no RPC is called', async () => {
  const { calls } = await show({ name: 'ada.eth', avatar: picture }, false)
  await expect.element(trigger('0xf39F…2266')).toBeVisible()
  // Waits long enough for a request.
  await new Promise((resolve) => setTimeout(resolve, 300))
  expect(calls).toEqual([])
})

test('behavior: a right-to-left name does not change the order of the surrounding text', async () => {
  await show({ name: 'שלום.eth' })
  await expect.element(trigger('שלום.eth')).toBeVisible()
  const name = document.querySelector('button bdi')
  expect(name?.getAttribute('dir')).toBe('ltr')
})

test('security: a name that is not in its normal form is not shown', async () => {
  const { calls } = await show({ name: 'Ada.eth', avatar: picture })
  await expect.poll(() => calls).toEqual(['reverseWithGateways'])
  await expect.element(trigger('0xf39F…2266')).toBeVisible()
  expect(pictures()).toEqual([])
})

// Served over plain http by the test's server.
const plain = new URL('../../../../../docs/images/sign-in-light.png', import.meta.url).href

test.for([
  ['not encrypted', plain],
  ['not an image', 'data:text/html;base64,PGI+'],
])('security: a picture is not shown if its URL is %s', async ([, avatar = '']) => {
  const decode = vi.spyOn(HTMLImageElement.prototype, 'decode')
  const { calls } = await show({ name: 'ada.eth', avatar })
  await expect.element(trigger('ada.eth')).toBeVisible()
  await expect.poll(() => calls.length).toBe(2)
  // Waits long enough to load and show the picture.
  await new Promise((resolve) => setTimeout(resolve, 300))
  expect(pictures()).toEqual([])
  expect(decode).not.toHaveBeenCalled()
})

test('behavior: a picture that is broken is not shown', async () => {
  const decode = vi.spyOn(HTMLImageElement.prototype, 'decode')
  await show({ name: 'ada.eth', avatar: 'data:image/png;base64,AAAA' })
  await expect.poll(() => decode.mock.settledResults.map(({ type }) => type)).toContain('rejected')
  await expect.element(trigger('ada.eth')).toBeVisible()
  expect(pictures()).toEqual([])
})

test('behavior: an account without a name keeps its short address', async () => {
  const { calls } = await show({})
  await expect.poll(() => calls).toEqual(['reverseWithGateways'])
  await expect.element(trigger('0xf39F…2266')).toBeVisible()
})

test('behavior: the short address stays if the chain cannot be reached', async () => {
  const { calls } = await show({ isDown: true })
  await expect.poll(() => calls).toEqual(['reverseWithGateways'])
  await expect.element(trigger('0xf39F…2266')).toBeVisible()
})

test('behavior: after a sign-out the name is gone', async () => {
  const { backend } = await show({ name: 'ada.eth' })
  await trigger('ada.eth').click()
  await page.getByRole('menuitem', { name: 'Sign out', exact: true }).click()
  await expect.poll(() => backend.state.session).toBeNull()
  await expect.element(trigger('ada.eth')).not.toBeInTheDocument()
})

test('behavior: a configuration without mainnet causes a warning in the console', async () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
  const config = createConfig({ chains: [gnosis], transports: { [gnosis.id]: http() } })
  await renderWithAuth(
    <>
      <EnsNames />
      <UserButton />
    </>,
    { backend: createFakeBackend({ session }), config },
  )
  await expect.poll(() => warn.mock.calls.flat().join(' ')).toContain('add `mainnet`')
  await expect.element(trigger('0xf39F…2266')).toBeVisible()
})
