import { type Challenge, createSiweMessage } from '@kit/core'
import { createSandbox } from '@kit/sandbox'
import { installWallet } from '@kit/testing/playwright'
import { test as base, expect } from '@playwright/test'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
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

for (const name of ['express', 'hono'])
  test(`behavior: ${name} from the tarballs signs in over HTTP`, async ({ bakktUrl, start }) => {
    const port = await findFreePort()
    const origin = `http://localhost:${port}`
    const app = await start(name, {
      port,
      env: { AUTH_ORIGIN: origin, BAKKT_URL: bakktUrl },
      path: '/api/auth/session',
    })
    const account = privateKeyToAccount(generatePrivateKey())
    let cookie = ''
    const call = async (method: string, path: string, body?: unknown) => {
      const answer = await fetch(`${app.url}/api/auth${path}`, {
        method,
        headers: { origin, cookie, ...(body ? { 'content-type': 'application/json' } : {}) },
        ...(body ? { body: JSON.stringify(body) } : {}),
      })
      const cookies = answer.headers.getSetCookie().map((line) => line.split(';')[0])
      if (cookies.length > 0) cookie = cookies.join('; ')
      return answer
    }

    const answer = await call('POST', '/siwe/challenge', { address: account.address, chainId: 1 })
    const challenge: Challenge = await answer.json()
    if (challenge.format !== 'eip4361') throw new Error('Bakkt issues fields.')
    const { address } = account
    const message = createSiweMessage(challenge, { address, chainId: 1 })
    const signature = await account.signMessage({ message })
    const signedIn = await call('POST', '/siwe/verify', { message, signature, address })
    expect(signedIn.status).toBe(200)
    const session = await call('GET', '/session')
    expect(await session.json()).toMatchObject({ session: { method: 'siwe', address } })
    expect((await call('DELETE', '/session')).status).toBe(204)
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
