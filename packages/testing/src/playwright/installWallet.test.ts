import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Browser, type BrowserContext, chromium, type Page } from '@playwright/test'
import { verifyMessage } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { installWallet } from './installWallet.ts'
import type { WalletOptions } from './Wallet.ts'

const ada = privateKeyToAccount(generatePrivateKey())
const grace = privateKeyToAccount(generatePrivateKey())
let browser: Browser
let server: Server
let context: BrowserContext

beforeAll(async () => {
  browser = await chromium.launch({
    executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-quic', '--disable-background-networking', '--no-first-run'],
  })
  server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html')
    response.end('<!doctype html><title>wallet</title>')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})
afterAll(async () => {
  await browser.close()
  server.close()
})
beforeEach(async () => {
  context = await browser.newContext()
})
afterEach(() => context.close())

test('default: announces itself, connects and makes real signatures, with the key in Node', async () => {
  const { page, wallet } = await open({ account: ada })
  expect(await page.evaluate(findWalletName)).toBe('Test Wallet')
  expect(await ask(page, 'eth_accounts')).toEqual({ result: [] })
  expect(await ask(page, 'eth_requestAccounts')).toEqual({ result: [ada.address] })
  const { result } = await ask(page, 'personal_sign', ['0x68c3a9', ada.address])
  expect(
    await verifyMessage({
      address: ada.address,
      message: 'hé',
      signature: result as `0x${string}`,
    }),
  ).toBe(true)
  expect(wallet.prompts).toEqual(['hé'])
})

test('behavior: signs nothing for an account that is not authorized', async () => {
  const { page } = await open({ account: ada })
  expect(await ask(page, 'personal_sign', ['0x68', ada.address])).toEqual({ code: 4100 })
})

test('parameters: policy reject', async () => {
  const { page, wallet } = await open({ account: ada, policy: { sign: 'reject' } })
  await ask(page, 'eth_requestAccounts')
  expect(await ask(page, 'personal_sign', ['0x68', ada.address])).toEqual({ code: 4001 })
  wallet.setPolicy({ sign: 'approve' })
  expect(await ask(page, 'personal_sign', ['0x68', ada.address])).toHaveProperty('result')
})

test('parameters: policy hold refuses a second request and waits for release', async () => {
  const { page, wallet } = await open({ account: ada, policy: { connect: 'hold' } })
  const first = ask(page, 'eth_requestAccounts')
  await expect.poll(() => wallet.requests.length).toBe(1)
  expect(await ask(page, 'eth_requestAccounts')).toEqual({ code: -32002 })
  wallet.release()
  expect(await first).toEqual({ result: [ada.address] })
})

test('parameters: policy silent', async () => {
  const { page, wallet } = await open({ account: ada, policy: { connect: 'silent' } })
  let isAnswered = false
  void ask(page, 'eth_requestAccounts').then(
    () => {
      isAnswered = true
    },
    () => undefined,
  )
  await expect.poll(() => wallet.requests.length).toBe(1)
  expect(await ask(page, 'eth_chainId')).toEqual({ result: '0x1' })
  expect(isAnswered).toBe(false)
})

test('behavior: the user switches account and chain, locks and unlocks', async () => {
  const { page, wallet } = await open({ account: ada, otherAccounts: [grace] })
  await ask(page, 'eth_requestAccounts')
  await page.evaluate(recordEvents)
  await wallet.switchAccount(1)
  await wallet.switchChain(100)
  await wallet.lock()
  expect(await ask(page, 'eth_accounts')).toEqual({ result: [] })
  await wallet.unlock()
  expect(await page.evaluate(() => Reflect.get(window, 'events'))).toEqual([
    ['accountsChanged', [grace.address]],
    ['chainChanged', '0x64'],
    ['accountsChanged', []],
    ['accountsChanged', [grace.address]],
  ])
})

test('behavior: an unknown chain gets error 4902 until it is added', async () => {
  const { page } = await open({ account: ada })
  const polygon = [{ chainId: '0x89' }]
  expect(await ask(page, 'wallet_switchEthereumChain', polygon)).toEqual({ code: 4902 })
  expect(await ask(page, 'wallet_addEthereumChain', polygon)).toEqual({ result: null })
  expect(await ask(page, 'eth_chainId')).toEqual({ result: '0x89' })
})

async function open(options: WalletOptions) {
  const wallet = await installWallet(context, options)
  const page = await context.newPage()
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
  return { page, wallet }
}

/** Sends a request to the announced wallet as a page does and returns an error's code. */
function ask(
  page: Page,
  method: string,
  params: unknown[] = [],
): Promise<{ result?: unknown; code?: number }> {
  return page.evaluate(
    ([method, params]) =>
      new Promise((resolve) => {
        window.addEventListener(
          'eip6963:announceProvider',
          (event) => {
            const { provider } = (event as CustomEvent).detail
            provider.request({ method, params }).then(
              (result: unknown) => resolve({ result }),
              ({ code }: { code: number }) => resolve({ code }),
            )
          },
          { once: true },
        )
        window.dispatchEvent(new Event('eip6963:requestProvider'))
      }),
    [method, params] as const,
  )
}

function findWalletName(): Promise<string> {
  return new Promise((resolve) => {
    window.addEventListener(
      'eip6963:announceProvider',
      (event) => resolve((event as CustomEvent).detail.info.name),
      { once: true },
    )
    window.dispatchEvent(new Event('eip6963:requestProvider'))
  })
}

function recordEvents(): void {
  const events: unknown[] = []
  Reflect.set(window, 'events', events)
  window.addEventListener(
    'eip6963:announceProvider',
    (event) => {
      for (const name of ['accountsChanged', 'chainChanged'])
        (event as CustomEvent).detail.provider.on(name, (value: unknown) =>
          events.push([name, value]),
        )
    },
    { once: true },
  )
  window.dispatchEvent(new Event('eip6963:requestProvider'))
}
