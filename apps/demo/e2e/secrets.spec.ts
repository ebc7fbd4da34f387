import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { findLeaks } from './findLeaks.ts'
import { askForCode, expect, readCode, signInWithWallet, test } from './fixtures.ts'

const build = join(import.meta.dirname, '../.next/e2e')

test('security: the built client contains no key, no name of a credential and no Demo Wallet', async () => {
  const files = (await readdir(join(build, 'static'), { recursive: true })).filter((name) =>
    /\.(js|css|json)$/.test(name),
  )
  expect(files.length).toBeGreaterThan(5)
  const forbidden = [
    'sandbox-api-key',
    'bakkt_session_id',
    'bakkt-session-id',
    'user_uuid',
    'user-uuid',
    'BAKKT_API_KEY',
    'AUTH_SECRET',
    'a-secret-for-the-end-to-end-tests-alone',
    'Demo Wallet',
    'ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80',
  ]
  for (const file of files) {
    const text = await readFile(join(build, 'static', file), 'utf8')
    for (const secret of forbidden)
      expect(text.includes(secret), `${secret} in ${file}`).toBe(false)
  }
})

test('security: neither answers nor the browser’s storage contain a credential', async ({
  page,
  wallet,
  stack,
}) => {
  const bodies: string[] = []
  page.on('response', async (response) => {
    if (response.url().includes('/api/auth/')) bodies.push(await response.text().catch(() => ''))
  })
  await signInWithWallet(page)
  await page.goto('/profile')
  await expect(page.getByText(wallet.address)).toBeVisible()
  const requests: { path: string }[] = await (
    await fetch(`${stack.sandboxUrl}/_sandbox/requests?upstream=bakkt`)
  ).json()
  expect(requests.map(({ path }) => path)).toContain('/auth/login')
  const storage = await page.evaluate(() => JSON.stringify([localStorage, sessionStorage]))
  const cookies = await page.evaluate(() => document.cookie)
  expect(cookies).toBe('')
  for (const text of [...bodies, storage, await page.content()])
    for (const secret of ['bakkt_session_id', 'user_uuid', 'sandbox-api-key', 'kit-session-'])
      expect(text).not.toContain(secret)
})

test('security: K-19 every page has a strict content security policy', async ({ page }) => {
  const violations: string[] = []
  page.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) violations.push(message.text())
  })
  const answer = await page.goto('/')
  expect(answer?.headers()['content-security-policy']).not.toContain('unsafe')
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
  expect(violations).toEqual([])
})

test('security: L-01 the app prints no code, signature or key, and the test would find one', async ({
  page,
  wallet,
  user,
  stack,
}) => {
  await signInWithWallet(page)
  expect(wallet.prompts).toHaveLength(1)
  await page.getByRole('button', { name: 'Sign out' }).click()
  // Leaving the page earlier would cancel the request.
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
  await askForCode(page, user)
  const code = await readCode(page, stack, user)
  await page.getByRole('textbox', { name: 'Code' }).pressSequentially(code)
  await expect(page.getByText('Signed in by email')).toBeVisible()

  const { output, secrets } = await stack.readOutput()
  const signature = secrets.find((secret) => secret.startsWith('0x')) ?? ''
  expect(secrets).toContain(code)
  expect(signature).toMatch(/^0x[\da-f]{130}$/)
  expect(findLeaks(output, secrets)).toEqual([])
  const careless = `${output}\n{"otp":"${code}"} ${signature.slice(0, 60)}…`
  expect(findLeaks(careless, secrets).toSorted()).toEqual([signature, code].toSorted())
})
