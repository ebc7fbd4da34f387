import { installWallet } from '@kit/testing/playwright'
import { test as base, expect, type Page } from '@playwright/test'
import { startStack } from './startStack.ts'

type Stack = Awaited<ReturnType<typeof startStack>>

/** The same pages and components with other upstreams, which one variable chooses. */
const test = base.extend<{ upstream: string; stack: Stack }>({
  upstream: ['bakkt', { option: true }],
  stack: async ({ upstream }, use) => {
    const stack = await startStack({ env: { UPSTREAM: upstream } })
    await use(stack)
    await stack.close()
  },
  baseURL: ({ stack }, use) => use(stack.appUrl),
})

async function signOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Sign out' }).click()
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
}

test.describe('bakkt', () => {
  test('default: the user signs the app’s message, sees the profile, and signs out', async ({
    page,
    context,
  }) => {
    const wallet = await installWallet(context)
    await page.goto('/')
    await page.getByRole('button', { name: 'Test Wallet' }).click()
    await expect(page.getByRole('button', { name: 'Sign out' })).toBeVisible()
    await page.getByRole('link', { name: 'Your profile' }).click()
    await expect(page.getByRole('heading', { name: 'Your profile' })).toBeVisible()
    expect(wallet.prompts).toEqual([expect.stringContaining('wants you to sign in with your')])
    await signOut(page)
  })
})

test.describe('self-hosted', () => {
  test.use({ upstream: 'self-hosted' })
  test('default: the profile lists the ways to sign in', async ({ page, context }) => {
    const { address } = await installWallet(context)
    await page.goto('/')
    await page.getByRole('button', { name: 'Test Wallet' }).click()
    await page.getByRole('link', { name: 'Your profile' }).click()
    const account = page.getByRole('region', { name: 'Ways to sign in' })
    await expect(account.getByText(`${address.slice(0, 6)}…${address.slice(-4)}`)).toBeVisible()
    await expect(account.getByRole('button', { name: 'Add email address' })).toBeVisible()
    await signOut(page)
  })
})

test.describe('walt-id', () => {
  test.use({ upstream: 'walt-id' })
  test('default: the user signs the upstream’s text, sees the profile, and signs out', async ({
    page,
    context,
  }) => {
    const wallet = await installWallet(context, { policy: { sign: 'hold' } })
    await page.goto('/')
    await page.getByRole('button', { name: 'Test Wallet' }).click()
    await expect(page.getByText('This message is a one-time token')).toBeVisible()
    await expect.poll(() => wallet.prompts.length).toBe(1)
    wallet.release()
    await page.getByRole('link', { name: 'Your profile' }).click()
    await expect(page.getByText('Default wallet')).toBeVisible()
    expect(wallet.prompts).toEqual([expect.stringMatching(/^eyJ[\w-]+\.[\w-]+\.[\w-]+$/)])
    await signOut(page)
  })
})

test.describe('offblocks', () => {
  test.use({ upstream: 'offblocks' })
  test('default: the user signs the upstream’s challenge, is pending, sees the customer, and signs out', async ({
    page,
    context,
  }) => {
    const wallet = await installWallet(context)
    await page.goto('/')
    await page.getByRole('button', { name: 'Test Wallet' }).click()
    await expect(page.getByText('Your account is being reviewed.')).toBeVisible()
    await page.getByRole('link', { name: 'Your profile' }).click()
    await expect(page.getByText('screening')).toBeVisible()
    expect(wallet.prompts).toEqual([expect.stringContaining('OffBlocks wants to verify ownership')])
    await signOut(page)
  })
})

test.describe('gnosis-pay', () => {
  test.use({ upstream: 'gnosis-pay' })
  test('default: a wallet without an account signs in, registers, and signs out', async ({
    page,
    context,
    stack,
  }) => {
    const wallet = await installWallet(context, { chainId: 100 })
    await page.goto('/')
    await page.getByRole('button', { name: 'Test Wallet' }).click()
    await expect(page.getByText('Your account isn’t complete yet')).toBeVisible()
    expect(wallet.prompts[0]).toContain('app.example.com wants you to sign in')
    await page.getByRole('link', { name: 'Your profile' }).click()
    const email = 'new-user@example.com'
    await page.getByLabel('Email address').fill(email)
    await page.getByRole('button', { name: 'Send me a code' }).click()
    await expect(page.getByLabel('Code')).toBeVisible()
    const answer = await fetch(`${stack.sandboxUrl}/_sandbox/inbox?to=${email}`)
    const [mail]: { code: string }[] = await answer.json()
    await page.getByLabel('Code').fill(mail?.code ?? '')
    await page.getByRole('button', { name: 'Create the account' }).click()
    await expect(page.getByText(email)).toBeVisible()
    await signOut(page)
  })
})

test.describe('bitbadges', () => {
  test.use({ upstream: 'bitbadges' })
  test('default: the user declines in the upstream’s window, then tries again and approves', async ({
    page,
  }) => {
    await page.goto('/')
    const open = async (answer: 'Approve' | 'Decline') => {
      const opened = page.waitForEvent('popup')
      await page.getByRole('button', { name: 'Continue on the sign-in page' }).click()
      const popup = await opened
      await popup.getByRole('button', { name: answer }).click()
    }
    await open('Decline')
    await expect(page.getByText('The sign-in was declined.')).toBeVisible()
    await open('Approve')
    await expect(page.getByRole('button', { name: 'Sign out' })).toBeVisible()
    await page.getByRole('link', { name: 'Your profile' }).click()
    await expect(page.getByRole('heading', { name: 'Your profile' })).toBeVisible()
    await signOut(page)
  })
})
