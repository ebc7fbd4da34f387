import type { BrowserContext } from '@playwright/test'
import { announceWallet } from './announceWallet.ts'
import { createWallet } from './createWallet.ts'
import type { Wallet, WalletOptions } from './Wallet.ts'

/**
 * Installs a wallet in a browser context, announced by EIP-6963 in every page. Its keys stay in Node, and its
 * signatures are real. Call this before the page opens.
 *
 * @example
 * import { installWallet } from '@kit/testing/playwright'
 *
 * const wallet = await installWallet(context, { policy: { sign: 'reject' } })
 * await page.goto('/')
 * await page.getByRole('button', { name: 'Test Wallet' }).click()
 *
 * @see {@link https://eips.ethereum.org/EIPS/eip-6963}
 */
export async function installWallet(
  context: BrowserContext,
  options: WalletOptions = {},
): Promise<Wallet> {
  const { name = 'Test Wallet', rdns = 'test.wallet' } = options
  const channel = `kitWallet${crypto.randomUUID().replaceAll('-', '')}`
  const { wallet, answer } = createWallet(options, async (event, value) => {
    const detail = { event, value }
    await Promise.all(
      context.pages().map((page) =>
        page.evaluate(
          ([type, detail]) => {
            window.dispatchEvent(new CustomEvent(type, { detail }))
          },
          [channel, detail] as const,
        ),
      ),
    )
  })
  await context.exposeBinding(channel, (_source, request) => answer(request))
  await context.addInitScript(announceWallet, { name, rdns, channel })
  return wallet
}

export declare namespace installWallet {
  type Options = WalletOptions
  type ReturnType = Promise<Wallet>
}
