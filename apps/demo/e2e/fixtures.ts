import { randomInt } from 'node:crypto'
import { installWallet, type Wallet } from '@kit/testing/playwright'
import { test as base, expect, type Page } from '@playwright/test'
import { startStack } from './startStack.ts'

type Stack = Awaited<ReturnType<typeof startStack>>

/**
 * Playwright's `test` with a running demo (`stack`, one for each worker) and a wallet extension.
 * Each test is a client with its own address.
 */
export const test = base.extend<
  {
    wallet: Wallet
    clientAddress: string
    user: string
    /** Calls the sandbox's control API. */
    control: (method: string, path: string, body: unknown) => Promise<void>
  },
  { stack: Stack }
>({
  stack: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the dependencies from the pattern.
    async ({}, use) => {
      const stack = await startStack()
      await use(stack)
      await stack.close()
    },
    { scope: 'worker' },
  ],
  baseURL: ({ stack }, use) => use(stack.appUrl),
  // biome-ignore lint/correctness/noEmptyPattern: as above.
  clientAddress: ({}, use) => use(`10.${randomInt(256)}.${randomInt(256)}.${randomInt(1, 255)}`),
  extraHTTPHeaders: ({ clientAddress }, use) => use({ 'x-forwarded-for': clientAddress }),
  wallet: async ({ context }, use) => use(await installWallet(context)),
  control: ({ stack }, use) =>
    use(async (method, path, body) => {
      const answer = await fetch(`${stack.sandboxUrl}/_sandbox${path}`, {
        method,
        body: JSON.stringify(body),
      })
      expect(answer.ok).toBe(true)
    }),
  // biome-ignore lint/correctness/noEmptyPattern: as above.
  user: ({}, use) => use(`user-${randomInt(1, 1001)}@example.com`),
})

export { expect }

/** Signs in with the wallet, as a user does. */
export async function signInWithWallet(page: Page): Promise<void> {
  await page.goto('/')
  await page.getByRole('button', { name: 'Test Wallet' }).click()
  await expect(page.getByRole('button', { name: 'Sign out' })).toBeVisible()
}

/** Requests a code and opens the step in which the user types it. */
export async function askForCode(page: Page, user: string): Promise<void> {
  await page.goto('/')
  await page.getByLabel('Email address').fill(user)
  await page.getByRole('button', { name: /continue with email/i }).click()
  await expect(page.getByRole('textbox', { name: /code/i })).toBeVisible()
}

/** Reads the latest code from the inbox page, as a user would. */
export async function readCode(page: Page, stack: Stack, user: string): Promise<string> {
  const inbox = await page.context().newPage()
  await inbox.goto(`${stack.sandboxUrl}/inbox`)
  const mail = inbox.locator('article, li, tr').filter({ hasText: user }).first()
  const code = /\b\d{6}\b/.exec((await mail.textContent()) ?? '')?.[0]
  await inbox.close()
  if (code === undefined) throw new Error(`There is no code for ${user} in the inbox.`)
  return code
}
