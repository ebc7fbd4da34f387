import { createContractAccount } from '@kit/testing'
import { installWallet } from '@kit/testing/playwright'
import type { Page } from '@playwright/test'
import { type Hex, hexToString } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { expect, test } from './fixtures.ts'
import { answerAsMetaMask } from './stage/answerAsMetaMask.ts'
import { writeSafeWindow } from './stage/writeSafeWindow.ts'

/* Tests published SDKs, which the app configures through wagmi's connectors. */

test('default: a Safe signs off-chain, in the window that shows the page: one request, one POST', async ({
  page,
  stage,
}) => {
  const safe = await openInSafe(page, stage.rpcUrl, { signsOffChain: true })
  const frame = page.frameLocator('iframe')
  await frame.getByRole('button', { name: 'Safe' }).click()
  await expect(frame.getByRole('button', { name: 'Sign out' })).toBeVisible()
  // The last request needs the chain, because the signature comes from a key other than the account's.
  expect(safe.asked).toEqual(['safe_setSettings', 'signMessage', 'eth_getCode'])
  expect(safe.posts).toHaveLength(1)
  const answer = await page.request.get('/api/auth/session')
  expect(await answer.json()).toMatchObject({ session: { address: safe.address, chainId: 100 } })
})

test('behavior: the Safe is on another site, as in production, and a reload keeps the session', {
  tag: '@matrix',
}, async ({ page, stage }) => {
  const frame = page.frameLocator('iframe')
  const signOut = frame.getByRole('button', { name: 'Sign out' })
  const safe = await openInSafe(page, stage.rpcUrl, {
    signsOffChain: true,
    window: stage.showInSafe(stage.framedUrl),
  })
  await frame.getByRole('button', { name: 'Safe' }).click()
  await expect(signOut).toBeVisible()
  expect(safe.posts).toHaveLength(1)
  await page.reload()
  await expect(signOut).toBeVisible()
  expect(safe.posts).toHaveLength(1)
})

test('behavior: in a Safe on a site that the route does not allow, the page explains how to sign in and asks nothing', {
  tag: '@matrix',
}, async ({ page, stage }) => {
  const safe = await openInSafe(page, stage.rpcUrl, {
    signsOffChain: true,
    window: stage.showInSafe(stage.url),
  })
  const frame = page.frameLocator('iframe')
  await frame.getByRole('button', { name: 'Safe' }).click()
  await expect(frame.getByRole('link', { name: 'Open this page in its own window' })).toBeVisible()
  expect(safe.asked).not.toContain('signMessage')
  expect(safe.posts).toHaveLength(0)
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

test('default: Coinbase’s SDK uses its extension: one prompt, one POST, and no prompt after a reload', async ({
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

test('default: MetaMask’s SDK uses its extension: one row, one prompt, one POST, and no prompt after a reload', async ({
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
  // Outside of Safe's window, the page must not offer Safe.
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

/**
 * Shows the page in a frame, as Safe does, and answers as its SDK expects. By default the frame is on the
 * page's site.
 */
async function openInSafe(
  page: Page,
  rpcUrl: string,
  options: { signsOffChain: boolean; window?: string },
) {
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
    route.fulfill({ contentType: 'text/html', body: writeSafeWindow('/?sdks') }),
  )
  await page.goto(options.window ?? '/safe')
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
