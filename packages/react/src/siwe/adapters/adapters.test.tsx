import { createFakeBackend, createSession, forgetVisit } from '@kit/testing/react'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { beforeEach, expect, test } from 'vitest'
import { renderWithAuth } from '../../fixtures/renderWithAuth.tsx'
import { useSession } from '../../index.ts'
import { useAppKitSiwx } from './appkit.ts'
import { useConnectKitSiwe } from './connectkit.ts'
import { useRainbowKitAuthentication } from './rainbowkit.ts'

beforeEach(forgetVisit)

let rainbow: useRainbowKitAuthentication.ReturnType
let family: useConnectKitSiwe.ReturnType
let siwx: useAppKitSiwx.ReturnType
let session: useSession.ReturnType

function Probe() {
  rainbow = useRainbowKitAuthentication()
  family = useConnectKitSiwe()
  siwx = useAppKitSiwx()
  session = useSession()
  return null
}

test('default: RainbowKit’s adapter signs in and out', async () => {
  const account = privateKeyToAccount(generatePrivateKey())
  await renderWithAuth(<Probe />, { backend: createFakeBackend() })
  await expect.poll(() => rainbow.status).toBe('unauthenticated')
  const nonce = await rainbow.adapter.getNonce()
  const message = rainbow.adapter.createMessage({ nonce, address: account.address, chainId: 1 })
  expect(message).toContain(`Nonce: ${nonce}`)
  const signature = await account.signMessage({ message })
  expect(await rainbow.adapter.verify({ message, signature })).toBe(true)
  await expect.poll(() => rainbow.status).toBe('authenticated')
  expect(session.session?.address).toBe(account.address)
  await rainbow.adapter.signOut()
  await expect.poll(() => rainbow.status).toBe('unauthenticated')
})

test('default: ConnectKit’s configuration signs in and out', async () => {
  const account = privateKeyToAccount(generatePrivateKey())
  await renderWithAuth(<Probe />, { backend: createFakeBackend() })
  expect(await family.getSession()).toBe(null)
  const nonce = await family.getNonce()
  const message = family.createMessage({ nonce, address: account.address, chainId: 100 })
  const signature = await account.signMessage({ message })
  expect(await family.verifyMessage({ message, signature })).toBe(true)
  expect(await family.getSession()).toEqual({ address: account.address, chainId: 100 })
  expect(await family.signOut()).toBe(true)
  expect(await family.getSession()).toBe(null)
})

test('default: AppKit’s SIWX signs in and out', async () => {
  const account = privateKeyToAccount(generatePrivateKey())
  await renderWithAuth(<Probe />, { backend: createFakeBackend() })
  await expect.poll(() => session.status).toBe('signed-out')
  expect(await siwx.getSessions('eip155:1', account.address)).toEqual([])
  const input = { accountAddress: account.address, chainId: 'eip155:100' } as const
  const data = await siwx.createMessage(input)
  const message = data.toString()
  expect(data).toMatchObject({ ...input, domain: location.host, version: '1' })
  expect(message).toContain(`Nonce: ${data.nonce}`)
  await siwx.addSession({ data, message, signature: await account.signMessage({ message }) })
  await expect.poll(() => session.session?.address).toBe(account.address)
  // A different network needs no new signature, but a different account does.
  expect(await siwx.getSessions('eip155:1', account.address.toLowerCase())).toHaveLength(1)
  expect(await siwx.getSessions('eip155:1', `0x${'1'.repeat(40)}`)).toEqual([])
  expect(await siwx.getSessions('solana:mainnet', account.address)).toEqual([])
  // AppKit calls this when the wallet is disconnected.
  await siwx.setSessions([])
  await expect.poll(() => session.status).toBe('signed-out')
})

test('behavior: AppKit’s disconnected wallet does not end a sign-in by email', async () => {
  const backend = createFakeBackend({ session: createSession({ method: 'email-otp' }) })
  await renderWithAuth(<Probe />, { backend })
  await expect.poll(() => session.status).toBe('signed-in')
  await siwx.setSessions([])
  expect(backend.state.session).not.toBeNull()
})

test('security: AppKit’s session of another person’s signature is refused', async () => {
  const account = privateKeyToAccount(generatePrivateKey())
  await renderWithAuth(<Probe />, { backend: createFakeBackend() })
  const data = await siwx.createMessage({ accountAddress: account.address, chainId: 'eip155:1' })
  const message = data.toString()
  const signature = await privateKeyToAccount(generatePrivateKey()).signMessage({ message })
  await expect(siwx.addSession({ data, message, signature })).rejects.toMatchObject({
    code: 'signature_rejected',
  })
  expect(await siwx.getSessions('eip155:1', account.address)).toEqual([])
})

test('security: another person’s signature is refused', async () => {
  const account = privateKeyToAccount(generatePrivateKey())
  await renderWithAuth(<Probe />, { backend: createFakeBackend() })
  await expect.poll(() => rainbow.status).toBe('unauthenticated')
  const nonce = await rainbow.adapter.getNonce()
  const message = rainbow.adapter.createMessage({ nonce, address: account.address, chainId: 1 })
  const signature = await privateKeyToAccount(generatePrivateKey()).signMessage({ message })
  await expect(rainbow.adapter.verify({ message, signature })).rejects.toMatchObject({
    code: 'signature_rejected',
  })
})
