import { createSandbox } from '@kit/sandbox'
import { installWallet } from '@kit/testing/playwright'
import { test as base, expect } from '@playwright/test'
import { findFreePort } from '../packages/server/src/fixtures/startRedis.ts'
import { startApp } from './startApp.ts'

/*
 * Tests apps that keep another library's modal: the modal asks the wallet, and the Kit's route verifies the
 * signature.
 */

const test = base.extend<{ open: (app: string) => Promise<string> }>({
  async open({ page, context }, use) {
    const started: { close: () => Promise<void> }[] = []
    const errors: string[] = []
    page.on('pageerror', (error) => errors.push(error.message))
    // A stand-in for the hosts from which AppKit loads wallets and settings.
    await context.route(
      (url) => url.hostname !== 'localhost',
      (route) => route.fulfill({ json: {} }),
    )
    await use(async (app) => {
      const sandbox = await createSandbox().listen({ port: 0 })
      const [port, backendPort] = [await findFreePort(), await findFreePort()]
      const origin = `http://localhost:${port}`
      const env = { AUTH_ORIGIN: origin, BAKKT_URL: `${sandbox.url}/bakkt` }
      const path = '/api/auth/session'
      const backend = await startApp('express', { port: backendPort, env, path })
      const url = `http://localhost:${backendPort}`
      const frontend = await startApp(app, { port, env: { ...env, BACKEND_URL: url } })
      started.push(frontend, backend, sandbox)
      await page.goto(origin)
      return `${origin}${path}`
    })
    for (const { close } of started) await close()
    expect(errors).toEqual([])
  },
})

for (const { library, app, button } of [
  { library: 'RainbowKit', app: 'vite-rainbowkit', button: 'Sign message' },
  { library: 'ConnectKit', app: 'vite-connectkit', button: 'Sign In' },
  { library: 'AppKit', app: 'vite-appkit', button: 'Sign' },
])
  test(`behavior: ${library}’s modal signs in through the route`, async ({
    page,
    context,
    open,
  }) => {
    await installWallet(context)
    const sessionUrl = await open(app)
    for (const name of ['Connect Wallet', 'Test Wallet', button])
      await page.getByRole('button', { name }).click()
    const userButton = page.locator('[aria-haspopup=menu]')
    await expect(userButton).toBeVisible()
    await page.reload()
    await expect(userButton).toBeVisible()
    await userButton.click()
    await page.getByRole('menuitem', { name: 'Sign out', exact: true }).click()
    await expect(userButton).toBeHidden()
    const answer = await page.request.get(sessionUrl)
    expect((await answer.json()).session).toBe(null)
  })

test('behavior: declining in AppKit’s modal does not sign in, and disconnecting in it ends the session', async ({
  page,
  context,
  open,
}) => {
  const wallet = await installWallet(context, { policy: { sign: 'reject' } })
  const sessionUrl = await open('vite-appkit')
  const userButton = page.locator('[aria-haspopup=menu]')
  const press = (name: string) => page.getByRole('button', { name }).click()
  for (const name of ['Connect Wallet', 'Test Wallet', 'Sign']) await press(name)
  await expect.poll(() => wallet.prompts.length).toBe(1)
  await press('Cancel')
  await expect(page.getByRole('button', { name: 'Connect Wallet' })).toBeVisible()
  expect((await (await page.request.get(sessionUrl)).json()).session).toBe(null)
  wallet.setPolicy({ sign: 'approve' })
  for (const name of ['Connect Wallet', 'Test Wallet', 'Sign']) await press(name)
  await expect(userButton).toBeVisible()
  await page.locator('appkit-button').click()
  await press('Disconnect')
  await expect(userButton).toBeHidden()
  expect((await (await page.request.get(sessionUrl)).json()).session).toBe(null)
})
