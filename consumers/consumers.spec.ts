import { createSandbox } from '@kit/sandbox'
import { runConformance } from '@kit/testing/conformance'
import { installWallet } from '@kit/testing/playwright'
import { test as base, expect } from '@playwright/test'
import { findFreePort } from '../packages/server/src/fixtures/startRedis.ts'
import { sendProbes } from './sendProbes.ts'
import { startApp } from './startApp.ts'

const knownEmail = 'ada@example.com'

const test = base.extend<
  { start: typeof startApp },
  { upstream: { BAKKT_URL: string; ADA: string } }
>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the dependencies from the pattern.
  start: async ({}, use) => {
    const running: Awaited<ReturnType<typeof startApp>>[] = []
    await use(async (...parameters) => {
      const app = await startApp(...parameters)
      running.push(app)
      return app
    })
    await Promise.all(running.map((app) => app.close()))
  },
  /** The environment of an app: the address of its upstream, and the upstream's id of Ada. */
  upstream: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the dependencies from the pattern.
    async ({}, use) => {
      const sandbox = await createSandbox().listen({ port: 0 })
      const users: { email: string; user_uuid: string }[] = await (
        await fetch(`${sandbox.url}/_sandbox/users`)
      ).json()
      const ada = users.find(({ email }) => email === knownEmail)
      await use({ BAKKT_URL: `${sandbox.url}/bakkt`, ADA: ada?.user_uuid ?? '' })
      await sandbox.close()
    },
    { scope: 'worker' },
  ],
})

/** The ways in which Next.js answers malformed addresses before a route runs. */
const answersOfNext = [
  'two slashes: leads to another host',
  'two slashes: repeats a host',
  'a broken escape: answered with 500',
  'a whole URL: leads to another host',
  'a whole URL: repeats a host',
  'a URL with another scheme: leads to another host',
  'a URL with another scheme: repeats a host',
  'a user before the host: leads to another host',
  'a user before the host: repeats a host',
  'TRACE: answered with 500',
  'OPTIONS for all: answered with 500',
]

for (const name of ['node', 'express', 'hono', 'bun', 'deno', 'next'])
  test(`behavior: ${name} from the tarballs follows the contract and resists malformed requests`, async ({
    upstream,
    start,
  }) => {
    const port = await findFreePort()
    const origin = `http://localhost:${port}`
    const env = { AUTH_ORIGIN: origin, ...upstream }
    await start(name, { port, env, path: '/api/auth/session' })
    // Signs in with a wallet, sends hostile requests, and signs out.
    const { results } = await runConformance(`${origin}/api/auth`, { knownEmail })
    expect(results.filter(({ verdict }) => verdict === 'fail')).toEqual([])
    expect(results.length).toBeGreaterThan(30)
    expect(await sendProbes(origin)).toEqual(name === 'next' ? answersOfNext : [])
  })

for (const [name, backend] of [
  ['vite-react-18', 'express'],
  ['vite-react-19', 'hono'],
  ['vite-wagmi-2', 'express'],
  ['vite-wagmi-2-lowest', 'express'],
  ['react-router', 'hono'],
  ['next', undefined],
] as const)
  test(`behavior: ${name} from the tarballs signs in with a wallet`, async ({
    upstream,
    context,
    page,
    start,
  }) => {
    const port = await findFreePort()
    const env = { AUTH_ORIGIN: `http://localhost:${port}`, ...upstream }
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
    // Checks the stylesheet after the app's bundler: light like the page, and dark inside a dark element.
    const card = page.locator('.kit-card').first()
    await expect(card).toHaveCSS('background-color', 'rgb(255, 255, 255)')
    await card.evaluate((element) => element.parentElement?.setAttribute('data-kit-theme', 'dark'))
    await expect(card).toHaveCSS('background-color', 'rgb(22, 24, 29)')

    await page.getByRole('button', { name: 'Test Wallet' }).click()
    await expect(page.getByRole('button', { name: 'Sign out' }).first()).toBeVisible()
    await page.reload()
    await expect(page.getByText(wallet.address.slice(-4)).first()).toBeVisible()
    if (name === 'next') {
      // The page's HTML contains the data that the server prefetched.
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
