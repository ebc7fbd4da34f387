import { createContractAccount } from '@kit/testing'
import { installWallet } from '@kit/testing/playwright'
import type { Page } from '@playwright/test'
import { type Hex, hexToString } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { expect, test } from './fixtures.ts'
import { answerAsMetaMask } from './stage/answerAsMetaMask.ts'

/* SDKs as published, configured by the app through wagmi's connectors. */

test('default: a Safe signs off-chain, in the window that shows the page: one request, one POST', async ({
  page,
  stage,
}) => {
  const safe = await openInSafe(page, stage.rpcUrl, { signsOffChain: true })
  const frame = page.frameLocator('iframe')
  await frame.getByRole('button', { name: 'Safe' }).click()
  await expect(frame.getByRole('button', { name: 'Sign out' })).toBeVisible()
  // The chain has to answer the last one: another key than the account's has signed.
  expect(safe.asked).toEqual(['safe_setSettings', 'signMessage', 'eth_getCode'])
  expect(safe.posts).toHaveLength(1)
  const answer = await page.request.get('/api/auth/session')
  expect(await answer.json()).toMatchObject({ session: { address: safe.address, chainId: 100 } })
})

test('security: a Safe that only proposes a transaction has not signed, and the page says so', async ({
  page,
  stage,
}) => {
  const safe = await openInSafe(page, stage.rpcUrl, { signsOffChain: false })
  const frame = page.frameLocator('iframe')
  await frame.getByRole('button', { name: 'Safe' }).click()
  await expect(frame.getByText(/^The signature wasn’t accepted/)).toBeVisible()
  await expect(frame.getByRole('button', { name: 'Try again' })).toBeVisible()
  expect(safe.posts).toHaveLength(1)
  const answer = await page.request.get('/api/auth/session')
  expect(await answer.json()).toMatchObject({ session: null })
})

test('default: Coinbase’s SDK hands over to its extension: one prompt, one POST, and a reload asks nothing', async ({
  context,
  page,
  visit,
  wallet,
}) => {
  await context.addInitScript(() => {
    window.addEventListener('eip6963:announceProvider', (event) => {
      event.stopImmediatePropagation()
      const { provider } = (event as CustomEvent<{ provider: object }>).detail
      Object.assign(window, { coinbaseWalletExtension: provider })
    })
    window.dispatchEvent(new Event('eip6963:requestProvider'))
  })
  const posts = watchPosts(page)
  await page.goto('/?sdks')
  const row = page.getByRole('button', { name: 'Coinbase Wallet' })
  wallet.setPolicy({ sign: 'reject' })
  await row.click()
  await expect(visit.says('You declined in your wallet.')).toBeVisible()
  wallet.setPolicy({ sign: 'approve' })
  await visit.tryAgain.click()
  await expect(visit.signOut).toBeVisible()
  await page.reload()
  await expect(visit.signOut).toBeVisible()
  expect([wallet.prompts.length, posts.length]).toEqual([2, 1])
})

test('default: MetaMask’s SDK hands over to its extension: one row, one prompt, one POST, and a reload asks nothing', async ({
  context,
  page,
  visit,
}) => {
  const wallet = await installWallet(context, { name: 'MetaMask', rdns: 'io.metamask' })
  await context.addInitScript(answerAsMetaMask)
  const posts = watchPosts(page)
  await page.goto('/?sdks')
  const row = page.getByRole('button', { name: 'MetaMask' })
  wallet.setPolicy({ connect: 'reject' })
  await row.click()
  // Outside of its window there is no Safe to choose.
  await expect(page.getByRole('button', { name: 'Safe' })).toHaveCount(0)
  await expect(visit.says('You declined in your wallet.')).toBeVisible()
  await expect(row).toHaveCount(1)
  wallet.setPolicy({ connect: 'approve', sign: 'reject' })
  await visit.tryAgain.click()
  await expect.poll(() => wallet.prompts.length).toBe(1)
  wallet.setPolicy({ sign: 'approve' })
  await visit.tryAgain.click()
  await expect(visit.signOut).toBeVisible()
  await page.reload()
  await expect(visit.signOut).toBeVisible()
  expect([wallet.prompts.length, posts.length]).toEqual([2, 1])
})

/** Shows the page in a frame, as Safe does, and answers as its SDK expects. */
async function openInSafe(page: Page, rpcUrl: string, options: { signsOffChain: boolean }) {
  const contract = createContractAccount(privateKeyToAccount(generatePrivateKey()))
  await contract.deploy(rpcUrl)
  const posts = watchPosts(page)
  const asked: string[] = []
  await page.exposeFunction('askSafe', async (method: string, params: unknown) => {
    if (method === 'getSafeInfo')
      return { safeAddress: contract.address, chainId: 100, threshold: 1, owners: [] }
    const { call, params: given = [], message } = params as Asked
    asked.push(call ?? method)
    if (call === 'safe_setSettings') return given[0]
    if (call === 'eth_getCode') return askChain(rpcUrl, call, given)
    if (method !== 'signMessage' || message === undefined) throw new Error(`Not known: ${method}`)
    if (!options.signsOffChain || asked[0] !== 'safe_setSettings') return { safeTxHash: '0x01' }
    return { signature: await contract.sign(hexToString(message)) }
  })
  await page.route('**/safe', (route) =>
    route.fulfill({
      contentType: 'text/html',
      body: `<!doctype html><title>Safe</title><iframe src="/?sdks" width="480" height="640"></iframe>
<script>
  addEventListener('message', async ({ data: { id, method, params }, source }) => {
    if (!id || !method) return
    const data = await askSafe(method, params)
    source.postMessage({ id, success: true, version: '9.1.0', data }, '*')
  })
</script>`,
    }),
  )
  await page.goto('/safe')
  return { address: contract.address, asked, posts }
}

async function askChain(rpcUrl: string, method: string, params: unknown[]): Promise<unknown> {
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params })
  const headers = { 'content-type': 'application/json' }
  const answer = await fetch(rpcUrl, { method: 'POST', headers, body })
  const { result } = await answer.json()
  return result
}

function watchPosts(page: Page): string[] {
  const posts: string[] = []
  page.on('request', (request) => {
    if (request.url().endsWith('/siwe/verify')) posts.push(request.url())
  })
  return posts
}

type Asked = { call?: string; params?: unknown[]; message?: Hex }
