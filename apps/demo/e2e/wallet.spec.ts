import type { Page } from '@playwright/test'
import { expect, signInWithWallet, test } from './fixtures.ts'

test('default: one click, one prompt, one round trip, and the card shows the account', async ({
  page,
  wallet,
  stack,
}) => {
  const posts: string[] = []
  page.on('request', (request) => {
    if (request.method() === 'POST') posts.push(new URL(request.url()).pathname)
  })
  await page.goto('/')
  await expect.poll(() => posts).toEqual(['/api/auth/siwe/challenge'])
  posts.length = 0
  await page.getByRole('button', { name: 'Test Wallet' }).click()
  const { address } = wallet
  await expect(page.getByText(`${address.slice(0, 6)}…${address.slice(-4)}`)).toBeVisible()
  expect(wallet.prompts).toHaveLength(1)
  expect(posts[0]).toBe('/api/auth/siwe/verify')
  expect(posts.filter((path) => path.endsWith('verify'))).toHaveLength(1)

  const { host, origin } = new URL(stack.appUrl)
  expect(wallet.prompts[0]).toContain(`${host} wants you to sign in with your Ethereum account:`)
  expect(wallet.prompts[0]).toContain(`URI: ${origin}\nVersion: 1\nChain ID: 1\n`)
})

test('behavior: the message names the wallet’s chain', async ({ page, context, wallet }) => {
  await wallet.switchChain(100)
  await signInWithWallet(page)
  expect(wallet.prompts[0]).toContain('Chain ID: 100\n')
  expect(await context.cookies()).not.toEqual([])
})

test('behavior: a reload keeps the session, without a flash of the form', async ({
  page,
  wallet,
}) => {
  await signInWithWallet(page)
  const { body } = await readFirstPaint(page)
  expect(body).toContain('Sign out')
  expect(body).not.toContain('Email address')
  await page.reload()
  await expect(page.getByRole('button', { name: 'Sign out' })).toBeVisible()
  expect(wallet.prompts).toHaveLength(1)
})

test('behavior: the profile comes from the upstream, through the route', async ({
  page,
  wallet,
}) => {
  await signInWithWallet(page)
  await page.getByRole('link', { name: 'Your profile' }).click()
  await expect(page.getByText(wallet.address)).toBeVisible()
})

test('behavior: after a sign-out, a copy of the cookie no longer works', async ({
  page,
  context,
  browser,
  wallet,
  stack,
}) => {
  await signInWithWallet(page)
  expect(wallet.prompts).toHaveLength(1)
  const copied = await context.cookies()
  // The page is on http://localhost, where Safari drops `Secure` cookies. Over https the cookies are `Secure`.
  expect(copied.find(isSession)).toMatchObject({
    httpOnly: true,
    secure: false,
    sameSite: 'Lax',
    path: '/',
  })
  await page.getByRole('button', { name: 'Sign out' }).click()
  await expect(page.getByRole('button', { name: 'Test Wallet' })).toBeVisible()
  expect((await context.cookies()).filter(isSession)).toEqual([])

  const thief = await browser.newContext({ baseURL: stack.appUrl })
  await thief.addCookies(copied)
  const answer = await thief.request.get('/api/auth/upstream/user')
  expect(answer.status()).toBe(401)
  await thief.close()
})

test('behavior: the card says that the user declined, and trying again works', async ({
  page,
  wallet,
}) => {
  wallet.setPolicy({ sign: 'reject' })
  await page.goto('/')
  const button = page.getByRole('button', { name: 'Test Wallet' })
  await button.click()
  await expect(page.getByText('You declined in your wallet. Nothing was signed.')).toBeVisible()
  wallet.setPolicy({ sign: 'approve' })
  await button.click()
  await expect(page.getByRole('button', { name: 'Sign out' })).toBeVisible()
})

test('behavior: a double click is one prompt and one request', async ({ page, wallet }) => {
  let verifications = 0
  page.on('request', (request) => {
    if (request.url().endsWith('/siwe/verify')) verifications += 1
  })
  await page.goto('/')
  await page.getByRole('button', { name: 'Test Wallet' }).dblclick()
  await expect(page.getByRole('button', { name: 'Sign out' })).toBeVisible()
  expect([wallet.prompts.length, verifications]).toEqual([1, 1])
})

test('behavior: a cancelled sign-in stays cancelled, whatever the wallet answers later', async ({
  page,
  context,
  wallet,
}) => {
  wallet.setPolicy({ sign: 'hold' })
  await page.goto('/')
  await page.getByRole('button', { name: 'Test Wallet' }).click()
  await expect.poll(() => wallet.prompts.length).toBe(1)
  await page.getByRole('button', { name: 'Back' }).click()
  wallet.release()
  await expect(page.getByRole('button', { name: 'Test Wallet' })).toBeEnabled()
  expect((await context.cookies()).filter(isSession)).toEqual([])
})

test('behavior: a wallet that the upstream does not know is asked to register', async ({
  page,
  wallet,
  control,
}) => {
  await control('POST', '/knobs', { upstream: 'bakkt', strict: true })
  await page.goto('/')
  await page.getByRole('button', { name: 'Test Wallet' }).click()
  await expect(page.getByText('There’s no account for this wallet.')).toBeVisible()
  expect(wallet.prompts).toHaveLength(1)
  await control('POST', '/knobs', { upstream: 'bakkt', strict: false })
  await page.getByRole('button', { name: 'Test Wallet' }).click()
  await expect(page.getByRole('button', { name: 'Sign out' })).toBeVisible()
})

test('behavior: the card reports an unavailable upstream, and works when the upstream is back', async ({
  page,
  wallet,
  stack,
}) => {
  await page.goto('/')
  await stack.stopSandbox()
  await page.getByRole('button', { name: 'Test Wallet' }).click()
  await expect(page.getByText('The service is unavailable.')).toBeVisible()
  await stack.startSandbox()
  await page.getByRole('button', { name: 'Test Wallet' }).click()
  await expect(page.getByRole('button', { name: 'Sign out' })).toBeVisible()
  expect(wallet.prompts).toHaveLength(2)
})

test('behavior: with two tabs, one tap causes one prompt and one POST, and signing out in one tab signs out the other', async ({
  page,
  context,
  wallet,
}) => {
  const posts: string[] = []
  context.on('request', (request) => {
    if (request.url().endsWith('/siwe/verify')) posts.push(request.url())
  })
  const other = await context.newPage()
  const tabs = [page, other]
  const row = (tab: Page) => tab.getByRole('button', { name: 'Test Wallet' })
  const signOut = (tab: Page) => tab.getByRole('button', { name: 'Sign out' })
  // Each tab has a separate challenge, and both are valid.
  for (const tab of tabs) {
    const challenge = tab.waitForResponse((answer) => answer.url().endsWith('/siwe/challenge'))
    await tab.goto('/')
    await challenge
  }
  await row(page).click()
  for (const tab of tabs) await expect(signOut(tab)).toBeVisible()
  await signOut(other).click()
  for (const tab of tabs) await expect(row(tab)).toBeVisible()
  expect([wallet.prompts.length, posts.length]).toEqual([1, 1])
})

/** The HTML of the server, before any script has run. */
async function readFirstPaint(page: Page): Promise<{ body: string }> {
  const answer = await page.request.get('/')
  const html = await answer.text()
  return { body: html.replace(/<script[\s\S]*?<\/script>/g, '') }
}

function isSession({ name }: { name: string }): boolean {
  return name.startsWith('kit-session')
}
