import { createSandbox } from '@kit/sandbox'
import { installWallet } from '@kit/testing/playwright'
import { expect, test } from '@playwright/test'
import { findFreePort } from '../packages/server/src/fixtures/startRedis.ts'
import { startApp } from './startApp.ts'

/* Apps that keep another library's modal: it asks the wallet, and the Kit's route verifies. */

for (const { library, app, button } of [
  { library: 'RainbowKit', app: 'vite-rainbowkit', button: 'Sign message' },
  { library: 'ConnectKit', app: 'vite-connectkit', button: 'Sign In' },
  { library: 'AppKit', app: 'vite-appkit', button: 'Sign' },
])
  test(`behavior: ${library}’s modal signs in through the route`, async ({ page, context }) => {
    const sandbox = await createSandbox().listen({ port: 0 })
    const [port, backendPort] = [await findFreePort(), await findFreePort()]
    const origin = `http://localhost:${port}`
    const env = { AUTH_ORIGIN: origin, BAKKT_URL: `${sandbox.url}/bakkt` }
    const backend = await startApp('express', { port: backendPort, env, path: '/api/auth/session' })
    const frontend = await startApp(app, {
      port,
      env: { ...env, BACKEND_URL: `http://localhost:${backendPort}` },
    })
    const errors: string[] = []
    page.on('pageerror', (error) => errors.push(error.message))
    try {
      await installWallet(context)
      // A stand-in for the hosts of AppKit's vendor, which AppKit asks for wallets and settings.
      await context.route(
        (url) => url.hostname !== 'localhost',
        (route) => route.fulfill({ json: {} }),
      )
      await page.goto(origin)
      for (const name of ['Connect Wallet', 'Test Wallet', button])
        await page.getByRole('button', { name }).click()
      const userButton = page.locator('[aria-haspopup=menu]')
      await expect(userButton).toBeVisible()
      await page.reload()
      await expect(userButton).toBeVisible()
      await userButton.click()
      await page.getByRole('menuitem', { name: 'Sign out', exact: true }).click()
      await expect(userButton).toBeHidden()
      const answer = await page.request.get(`${origin}/api/auth/session`)
      expect((await answer.json()).session).toBe(null)
      expect(errors).toEqual([])
    } finally {
      await Promise.all([frontend.close(), backend.close()])
      await sandbox.close()
    }
  })
