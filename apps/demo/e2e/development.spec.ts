import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { findFreePort } from './startStack.ts'

const root = join(import.meta.dirname, '../../..')

/** `npm run demo`, on free ports. */
let demo: ChildProcess
let appUrl: string
let output = ''

test.describe.configure({ mode: 'serial' })

test.beforeAll(async () => {
  test.setTimeout(180_000)
  const [port, sandboxPort] = [await findFreePort(), await findFreePort()]
  appUrl = `http://localhost:${port}`
  demo = spawn(process.execPath, [join(root, 'scripts/demo.ts')], {
    cwd: root,
    env: { PATH: process.env['PATH'], PORT: `${port}`, SANDBOX_PORT: `${sandboxPort}` },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  demo.stdout?.on('data', (text) => {
    output += text
  })
  demo.stderr?.on('data', (text) => {
    output += text
  })
  await expect.poll(() => output, { timeout: 150_000 }).toContain('Ctrl-C ends both')
})

test.afterAll(async () => {
  demo.kill('SIGINT')
  await once(demo, 'exit')
})

test('default: the Demo Wallet shows the text, asks, and signs in', async ({ page }) => {
  await page.goto(appUrl)
  await page.getByRole('button', { name: 'Demo Wallet' }).click()
  const dialog = page.getByRole('dialog', { name: 'Sign this message?' })
  await expect(dialog).toContainText(`${new URL(appUrl).host} wants you to sign in`)
  await dialog.getByRole('button', { name: 'Reject' }).click()
  await expect(page.getByText('You declined in your wallet. Nothing was signed.')).toBeVisible()
  await page.getByRole('button', { name: 'Demo Wallet' }).click()
  await dialog.getByRole('button', { name: 'Sign', exact: true }).click()
  await expect(page.getByRole('button', { name: 'Sign out' })).toBeVisible()
})

test('behavior: without a project id there is no WalletConnect, and the terminal says why', async ({
  page,
}) => {
  await page.goto(appUrl)
  await expect(page.getByRole('button', { name: 'Demo Wallet' })).toBeVisible()
  await expect(page.getByRole('button', { name: 'WalletConnect' })).toHaveCount(0)
  expect(output).toContain('set WALLETCONNECT_PROJECT_ID')
})

test('default: a code from the inbox that the demo names', async ({ page }) => {
  const [inboxUrl = ''] = /http:\S+\/inbox/.exec(output) ?? []
  await page.goto(appUrl)
  await page.getByLabel('Email address').fill('ada@example.com')
  await page.getByRole('button', { name: /continue with email/i }).click()
  await expect(page.getByRole('textbox', { name: 'Code' })).toBeVisible()
  const inbox = await page.context().newPage()
  await inbox.goto(inboxUrl)
  const code = await inbox.locator('article').first().locator('output').textContent()
  await page.getByRole('textbox', { name: 'Code' }).fill(code ?? '')
  await expect(page.getByText('Signed in by email')).toBeVisible()
})

test('behavior: a port in use is reported in one clear sentence', async () => {
  const port = new URL(appUrl).port
  const second = spawn(process.execPath, [join(root, 'scripts/demo.ts')], {
    cwd: root,
    env: { PATH: process.env['PATH'], PORT: port, SANDBOX_PORT: `${await findFreePort()}` },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let sentence = ''
  second.stderr?.on('data', (text) => {
    sentence += text
  })
  const [exitCode] = await once(second, 'exit')
  expect(exitCode).toBe(1)
  expect(sentence.trim()).toBe(
    `Port ${port} is in use. Stop the program that uses it, or set PORT to another port.`,
  )
})
