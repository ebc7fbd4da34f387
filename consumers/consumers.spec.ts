import { createSandbox } from '@kit/sandbox'
import { runConformance } from '@kit/testing/conformance'
import { installWallet } from '@kit/testing/playwright'
import { test as base, expect } from '@playwright/test'
import { sendProbes } from './sendProbes.ts'
import { findFreePort, startApp } from './startApp.ts'

const test = base.extend<{ start: typeof startApp }, { bakktUrl: string }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the dependencies off the pattern.
  start: async ({}, use) => {
    const running: Awaited<ReturnType<typeof startApp>>[] = []
    await use(async (...parameters) => {
      const app = await startApp(...parameters)
      running.push(app)
      return app
    })
    await Promise.all(running.map((app) => app.close()))
  },
  bakktUrl: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the dependencies off the pattern.
    async ({}, use) => {
      const sandbox = await createSandbox().listen({ port: 0 })
      await use(`${sandbox.url}/bakkt`)
      await sandbox.close()
    },
    { scope: 'worker' },
  ],
})

for (const name of ['node', 'express', 'hono', 'bun', 'deno'])
  test(`behavior: ${name} from the tarballs holds to the contract, and to what no browser sends`, async ({
    bakktUrl,
    start,
  }) => {
    const port = await findFreePort()
    const origin = `http://localhost:${port}`
    const env = { AUTH_ORIGIN: origin, BAKKT_URL: bakktUrl }
    await start(name, { port, env, path: '/api/auth/session' })
    // It signs in by a wallet, misbehaves in forty ways, and signs out.
    const { results } = await runConformance(`${origin}/api/auth`)
    expect(results.filter(({ verdict }) => verdict === 'fail')).toEqual([])
    expect(results.filter(({ verdict }) => verdict === 'pass').length).toBeGreaterThan(30)
    expect(await sendProbes(origin)).toEqual([])
  })

for (const [name, backend] of [
  ['vite-react-18', 'express'],
  ['vite-react-19', 'hono'],
  ['react-router', 'hono'],
  ['next', undefined],
] as const)
  test(`behavior: ${name} from the tarballs signs in with a wallet`, async ({
    bakktUrl,
    context,
    page,
    start,
  }) => {
    const port = await findFreePort()
    const env = { AUTH_ORIGIN: `http://localhost:${port}`, BAKKT_URL: bakktUrl }
    const backendPort = await findFreePort()
    if (backend !== undefined)
      await start(backend, { port: backendPort, env, path: '/api/auth/session' })
    await start(name, { port, env: { ...env, BACKEND_URL: `http://localhost:${backendPort}` } })
    const complaints: string[] = []
    page.on('console', (line) => {
      if (line.type() === 'error' || line.type() === 'warning') complaints.push(line.text())
    })
    page.on('pageerror', (error) => complaints.push(error.message))

    const wallet = await installWallet(context)
    await page.goto(env.AUTH_ORIGIN)
    await page.getByRole('button', { name: 'Test Wallet' }).click()
    await expect(page.getByRole('button', { name: 'Sign out' }).first()).toBeVisible()
    await page.reload()
    await expect(page.getByText(wallet.address.slice(-4)).first()).toBeVisible()
    if (name === 'next') {
      // What the server prefetched is in its HTML.
      const answer = await page.request.get(`${env.AUTH_ORIGIN}/members`)
      expect(await answer.text()).toContain('Members only')
    }
    if (name === 'next' || name === 'react-router') {
      await page.goto(`${env.AUTH_ORIGIN}/members`)
      await expect(page.getByText('Members only')).toBeVisible()
    } else {
      await page.getByRole('button', { name: 'Sign out' }).click()
      await expect(page.getByRole('button', { name: 'Test Wallet' })).toBeVisible()
    }
    expect(complaints).toEqual([])
  })
