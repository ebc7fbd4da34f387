import { installWallet, type Wallet } from '@kit/testing/playwright'
import { test as base, expect, type Page } from '@playwright/test'
import { type Stage, startStage } from './stage/startStage.ts'
import { createRemoteWallet, type RemoteWallet } from './wallet/createRemoteWallet.ts'

/**
 * Playwright's `test` with a page that contains the Kit, a wallet extension, and a wallet app on another
 * device.
 */
export const test = base.extend<
  { remote: RemoteWallet; wallet: Wallet; visit: Visit },
  Versions & { stage: Stage }
>({
  versions: [undefined, { option: true, scope: 'worker' }],
  stage: [
    async ({ versions }, use) => {
      const stage = await startStage(versions)
      await use(stage)
      await stage.close()
    },
    { scope: 'worker' },
  ],
  baseURL: ({ stage }, use) => use(stage.url),
  context: async ({ context, stage }, use) => {
    // WalletConnect's SDK contacts its vendor's host before each request and waits 5 s for an answer, which
    // never comes here. MetaMask's SDK reports each request to its vendor. These globals turn both off at run
    // time; the first SDK reads `global`.
    await context.addInitScript(() => {
      const env = { IS_VITEST: 'true', METAMASK_ANALYTICS_ENDPOINT: `${location.origin}/` }
      Object.assign(window, { process: { env }, global: window })
      // Browsers that run at the same time share the real clipboard.
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

/** A folder of `versions`. Without one, the workspace's versions are used. */
export interface Versions {
  versions: string | undefined
}

/** The options of every visit. */
export function createVisit(page: Page) {
  const button = (name: string | RegExp) => page.getByRole('button', { name })
  const [row, signOut] = [button('WalletConnect'), button('Sign out')]
  /** Returns the URI of the copyable link, which a user would paste into a wallet. */
  async function readUri(): Promise<string> {
    await button('Copy link').click()
    await expect(page.getByText(/^Copied\./)).toBeVisible()
    return page.evaluate(() => String(Reflect.get(window, 'copied')))
  }
  return {
    row,
    code: page.getByRole('img', { name: 'QR code to connect a wallet' }),
    signOut,
    cancel: button('Back'),
    tryAgain: button('Try again'),
    says: (text: string | RegExp) => page.getByText(text),
    readUri,
    /** Chooses WalletConnect, scans the code, and waits until the user is signed in. */
    async signInByScan(remote: RemoteWallet): Promise<void> {
      await row.click()
      await remote.scan(await readUri())
      await expect(signOut).toBeVisible()
    },
  }
}

export type Visit = ReturnType<typeof createVisit>

/** Base Account opens its window at the last one. A test serves a page there. */
const local = new Set(['localhost', '127.0.0.1', 'keys.coinbase.com'])
process.env['IS_VITEST'] = 'true'
