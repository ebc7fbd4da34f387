import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import { walletConnect } from '@kit/react/walletconnect'
import { createConfig, http } from 'wagmi'
import { mainnet } from 'wagmi/chains'
import { expect, test } from './fixtures.ts'

test('default: no part of the SDK is loaded until WalletConnect is chosen, and then only the needed part', async ({
  page,
  stage,
  visit,
}) => {
  const loaded: string[] = []
  const sockets: string[] = []
  page.on('response', (response) => loaded.push(new URL(response.url()).pathname))
  page.on('websocket', (socket) => sockets.push(socket.url()))
  const hasSdk = () => loaded.some((path) => stage.sdkFiles.has(path))
  await page.goto('/')
  await expect(visit.row).toBeVisible()
  await page.waitForLoadState('networkidle')
  expect(stage.sdkFiles.size).toBeGreaterThan(0)
  expect([hasSdk(), sockets]).toEqual([false, []])
  await visit.row.click()
  await expect(visit.code).toBeVisible()
  expect(hasSdk()).toBe(true)
  expect(sockets).toHaveLength(1)
})

test('behavior: a reload loads the SDK only if WalletConnect was the last wallet', async ({
  page,
  remote,
  stage,
  visit,
  wallet,
}) => {
  let loaded: string[] = []
  page.on('response', (response) => loaded.push(new URL(response.url()).pathname))
  const hasSdk = () => loaded.some((path) => stage.sdkFiles.has(path))
  await page.goto('/')
  await visit.row.click()
  await remote.scan(await visit.readUri())
  await expect(visit.signOut).toBeVisible()
  loaded = []
  await page.reload()
  await expect.poll(hasSdk).toBe(true)
  await visit.signOut.click()
  await page.getByRole('button', { name: 'Test Wallet' }).click()
  await expect(visit.signOut).toBeVisible()
  expect(wallet.prompts).toHaveLength(1)
  loaded = []
  await page.reload()
  await expect(visit.signOut).toBeVisible()
  await page.waitForLoadState('networkidle')
  expect(hasSdk()).toBe(false)
})

test('behavior: rendering the page on a server loads no part of the SDK and opens no connection', async () => {
  // The SDK sets global names like these when it starts. Another test's wallet has already set some.
  const names = () => Object.keys(globalThis).filter((name) => /walletconnect/i.test(name))
  const before = names()
  const lines: string[] = []
  const server = createServer().listen(0, '127.0.0.1')
  server.on('upgrade', ({ url }, socket) => {
    lines.push(url ?? '')
    socket.destroy()
  })
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : undefined
  const config = createConfig({
    chains: [mainnet],
    connectors: [walletConnect({ projectId: 'local', relayUrl: `ws://127.0.0.1:${port}` })],
    ssr: true,
    transports: { [mainnet.id]: http() },
  })
  const [connector] = config.connectors
  expect(await connector?.getProvider()).toBeUndefined()
  expect(names()).toEqual(before)
  // The cache contains the modules that were required.
  const modules = Object.keys(createRequire(import.meta.url).cache)
  expect(modules.filter((path) => path.includes('ethereum-provider'))).toEqual([])
  expect(lines).toEqual([])
  server.close()
})
