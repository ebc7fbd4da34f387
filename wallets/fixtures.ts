import { installWallet, type Wallet } from '@kit/testing/playwright'
import { test as base, expect, type Page } from '@playwright/test'
import { type Stage, startStage } from './stage/startStage.ts'
import { createRemoteWallet, type RemoteWallet } from './wallet/createRemoteWallet.ts'

/** Playwright's `test` with a page that has the Kit in it, an extension, and a wallet's app elsewhere. */
export const test = base.extend<
  { remote: RemoteWallet; wallet: Wallet; visit: Visit },
  { stage: Stage }
>({
  stage: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the dependencies off the pattern.
    async ({}, use) => {
      const stage = await startStage()
      await use(stage)
      await stage.close()
    },
    { scope: 'worker' },
  ],
  baseURL: ({ stage }, use) => use(stage.url),
  context: async ({ context, stage }, use) => {
    // WalletConnect's SDK asks a host of its maker's before each question, and waits 5 s for an answer that
    // never comes here; MetaMask's tells its maker of each. Their own switches, read when they run: the
    // first reads `global` then.
    await context.addInitScript(() => {
      const env = { IS_VITEST: 'true', METAMASK_ANALYTICS_ENDPOINT: `${location.origin}/` }
      Object.assign(window, { process: { env }, global: window })
      // The machine's own is one for all browsers that run beside this one.
      const writeText = async (text: string) => void Object.assign(window, { copied: text })
      Object.defineProperty(navigator, 'clipboard', { value: { writeText } })
    })
    const foreign: string[] = []
    context.on('request', (request) => {
      const { hostname, protocol } = new URL(request.url())
      if (protocol.startsWith('http') && !local.has(hostname)) foreign.push(request.url())
    })
    await use(context)
    expect(foreign).toEqual([])
    expect(stage.url).toContain('localhost')
  },
  remote: async ({ stage }, use) => {
    const wallet = await createRemoteWallet({ relayUrl: stage.relay.url })
    await use(wallet)
    await wallet.close()
    expect(wallet.failures).toEqual([])
  },
  wallet: async ({ context }, use) => use(await installWallet(context)),
  visit: ({ page }, use) => use(createVisit(page)),
})

export { expect }

/** What every visit has in it. */
export function createVisit(page: Page) {
  const button = (name: string | RegExp) => page.getByRole('button', { name })
  return {
    row: button('WalletConnect'),
    code: page.getByRole('img', { name: 'Code to connect a wallet' }),
    signOut: button('Sign out'),
    cancel: button('Cancel'),
    tryAgain: button('Try again'),
    says: (text: string | RegExp) => page.getByText(text),
    /** What the link that can be copied says: the URI, as a person would paste it into a wallet. */
    async readUri(): Promise<string> {
      await button('Copy the link').click()
      await expect(page.getByText(/^Copied\./)).toBeVisible()
      return page.evaluate(() => String(Reflect.get(window, 'copied')))
    },
  }
}

export type Visit = ReturnType<typeof createVisit>

const local = new Set(['localhost', '127.0.0.1'])
process.env['IS_VITEST'] = 'true'
