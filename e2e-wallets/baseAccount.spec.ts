import { createContractAccount } from '@kit/testing'
import type { BrowserContext, Page } from '@playwright/test'
import { type Hex, hexToString } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { createSiweMessage } from 'viem/siwe'
import { expect, test } from './fixtures.ts'
import { baseAccountWindow } from './stage/baseAccountWindow.ts'

/*
 * Tests the SDK of Base Account, which opens a page of its vendor in a window. The tests serve a page with the same
 * protocol there.
 */

test('default: Base Account connects and signs in with one approval in one window', async ({
  context,
  page,
  visit,
}) => {
  const account = await serveBaseAccount(context)
  const posts = watchPosts(page)
  await withChallenge(page, page.goto('/?sdks&gnosis'))
  const window = await openWindow(page)
  await expect(window.getByText('wallet_connect')).toBeVisible()
  await window.getByRole('button', { name: 'Approve' }).click()
  await expect(visit.signOut).toBeVisible()
  expect(account.asked).toEqual(['wallet_connect'])
  expect([context.pages().length, posts.length]).toEqual([1, 1])
  const answer = await page.request.get('/api/auth/session')
  expect(await answer.json()).toMatchObject({ session: { address: account.address, chainId: 100 } })
})

test('behavior: if Base Account only connects, the card asks for a tap, which opens the window again to sign', async ({
  context,
  page,
  visit,
}) => {
  const account = await serveBaseAccount(context, { supportsSignIn: false })
  const posts = watchPosts(page)
  await withChallenge(page, page.goto('/?sdks&gnosis'))
  await approve(await openWindow(page))
  await approve(
    await openWindow(page, page.getByRole('button', { name: 'Open Base Account again' })),
  )
  await expect(visit.signOut).toBeVisible()
  expect(account.asked).toEqual(['wallet_connect', 'personal_sign'])
  expect(posts).toHaveLength(1)
})

test('behavior: declining in the window of Base Account, or closing it, is a refusal, and the next attempt signs in', async ({
  context,
  page,
  visit,
}) => {
  const account = await serveBaseAccount(context)
  await withChallenge(page, page.goto('/?sdks&gnosis'))
  const first = await openWindow(page)
  await first.getByRole('button', { name: 'Decline' }).click()
  await expect(visit.says('You declined in your wallet.')).toBeVisible()
  const second = await openWindow(page, visit.tryAgain)
  await expect(second.getByText('wallet_connect')).toBeVisible()
  await second.close({ runBeforeUnload: true })
  await expect(visit.says('You declined in your wallet.')).toBeVisible()
  await approve(await openWindow(page, visit.tryAgain))
  await expect(visit.signOut).toBeVisible()
  expect(account.asked).toEqual(['wallet_connect'])
})

test('behavior: if the browser blocks the window of Base Account, the overlay of its SDK works beside the dialog', async ({
  context,
  page,
  visit,
}) => {
  await serveBaseAccount(context)
  await context.addInitScript(() => {
    const { open } = window
    Object.assign(window, {
      isBlocking: true,
      open: (...call: Parameters<typeof open>) =>
        Reflect.get(window, 'isBlocking') === true ? null : open(...call),
    })
  })
  await page.goto('/?sdks&gnosis&dialog')
  await withChallenge(page, page.getByRole('button', { name: 'Sign in' }).click())
  await row(page).click()
  await page.getByText('Cancel', { exact: true }).click()
  await expect(visit.says(/blocked/)).toBeVisible()
  await visit.tryAgain.click()
  await page.evaluate(() => Object.assign(window, { isBlocking: false }))
  await approve(await openWindow(page, page.getByText('Try again', { exact: true }).last()))
  await expect
    .poll(async () => (await page.request.get('/api/auth/session')).text())
    .toContain('"method":"siwe"')
})

const row = (page: Page) => page.getByRole('button', { name: 'Base Account' })

/** Clicks a button, and returns the window that opens. */
async function openWindow(page: Page, button = row(page)): Promise<Page> {
  const [window] = await Promise.all([page.context().waitForEvent('page'), button.click()])
  return window
}

/** Approves in the window, and waits until the page sees it as closed. Until then, the SDK would reuse it. */
async function approve(window: Page): Promise<void> {
  const opener = await window.opener()
  await Promise.all([
    window.waitForEvent('close'),
    window.getByRole('button', { name: 'Approve' }).click(),
  ])
  await opener?.waitForFunction(() => {
    const opened = Reflect.get(globalThis, 'opened') as readonly WindowProxy[]
    return opened.every(({ closed }) => closed)
  })
}

/** Waits until a challenge is prefetched, because without one Base Account only connects. */
async function withChallenge(page: Page, action: Promise<unknown>): Promise<void> {
  await Promise.all([page.waitForResponse(/\/siwe\/challenge$/), action])
}

/** Serves the window of an account that is not deployed yet, like every new account. */
async function serveBaseAccount(context: BrowserContext, { supportsSignIn = true } = {}) {
  const contract = createContractAccount(privateKeyToAccount(generatePrivateKey()))
  await context.addInitScript(() => {
    const { open } = window
    const opened: WindowProxy[] = []
    Object.assign(window, {
      opened,
      open: (...call: Parameters<typeof open>) => {
        const popup = open(...call)
        if (popup !== null) opened.push(popup)
        return popup
      },
    })
  })
  const asked: string[] = []
  const { address } = contract
  await context.route('https://keys.coinbase.com/connect?**', (route) =>
    route.fulfill({ contentType: 'text/html', body: baseAccountWindow }),
  )
  await context.exposeFunction('askBaseAccount', async (method: string, params: unknown[]) => {
    asked.push(method)
    if (method === 'personal_sign') return contract.signUndeployed(hexToString(params[0] as Hex))
    const [{ capabilities, chainIds }] = params as [Connect]
    const fields = capabilities.signInWithEthereum
    if (fields === undefined || !supportsSignIn)
      return { accounts: [{ address, capabilities: {} }], chainIds }
    const message = createSiweMessage({
      ...fields,
      address,
      version: '1',
      chainId: Number(fields.chainId),
      issuedAt: new Date(fields.issuedAt),
      expirationTime: new Date(fields.expirationTime),
    })
    const signature = await contract.signUndeployed(message)
    return {
      accounts: [{ address, capabilities: { signInWithEthereum: { message, signature } } }],
      chainIds,
    }
  })
  return { address, asked }
}

type Connect = {
  chainIds: readonly Hex[]
  capabilities: {
    signInWithEthereum?: Record<
      'domain' | 'uri' | 'nonce' | 'chainId' | 'issuedAt' | 'expirationTime',
      string
    >
  }
}

function watchPosts(page: Page): string[] {
  const posts: string[] = []
  page.on('request', (request) => {
    if (request.url().endsWith('/siwe/verify')) posts.push(request.url())
  })
  return posts
}
