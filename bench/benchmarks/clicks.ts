import type { Browser, CDPSession, Locator } from '@playwright/test'
import { installWallet } from '../../packages/testing/dist/playwright/index.js'
import type { Benchmark } from '../Benchmark.ts'
import { besideBestPeer } from '../besideBestPeer.ts'
import { openBrowser } from '../browser/openBrowser.ts'
import { servePage } from '../browser/servePage.ts'
import { type SignInPage, signInPages } from '../browser/signInPages.ts'
import { startBackend } from '../browser/startBackend.ts'
import { watchRequests } from '../browser/watchRequests.ts'
import { median } from '../median.ts'

export const benchmark: Benchmark = {
  title: 'From tap to session',
  about: `
All pages use the Kit’s backend: the peers’ adapters fetch its challenge and send it the signed text. Chromium simulates the
network that its developer tools call fast 4G, with 165 ms for a round trip. The page has loaded and is idle when the clock
starts at the first tap. The wallet is a browser wallet that approves at once, and each further tap follows as soon as its
element appears. The clock stops when the page shows that the user is signed in. The numbers are the median of five sign-ins
taken in turns. *Calls* are requests to the backend, and *scripts* are requests for scripts.`,
  async run() {
    const backend = await startBackend()
    const browser = await openBrowser()
    const served = await Promise.all(
      signInPages.map((page) => servePage({ ...page, createBackend: backend.createListener })),
    )
    const signIns: SignIn[][] = signInPages.map(() => [])
    try {
      for (let round = 0; round < 5; round += 1)
        for (const [index, page] of signInPages.entries())
          signIns[index]?.push(await signIn(browser, served[index]?.url ?? '', page))
    } finally {
      await browser.close()
      for (const { close } of served) close()
      await backend.close()
    }
    const times = signIns.map((ofOne) => median(ofOne.map(({ ms }) => ms)))
    const rows = signInPages.map(({ name, taps }, index) => [
      name,
      String(taps.length),
      String(median(signIns[index]?.map(({ calls }) => calls) ?? [])),
      String(median(signIns[index]?.map(({ scripts }) => scripts) ?? [])),
      times[index]?.toFixed(0) ?? '',
      ((times[index] ?? 0) / (times[0] ?? 0)).toFixed(1),
    ])
    return {
      tables: [{ columns: ['subject', 'taps', 'calls', 'scripts', 'ms', '× ours'], rows }],
      goals: [
        {
          what: 'from tap to session, compared with the fastest peer',
          atMost: 1,
          measured: besideBestPeer(signInPages, times),
        },
      ],
    }
  },
}

interface SignIn {
  ms: number
  calls: number
  scripts: number
}

async function signIn(browser: Browser, url: string, { taps }: SignInPage): Promise<SignIn> {
  const context = await browser.newContext()
  const wallet = await installWallet(context)
  const page = await context.newPage()
  const devtools = await context.newCDPSession(page)
  await slowDown(devtools)
  await page.goto(url)
  await taps[0]?.(page).waitFor()
  await page.waitForTimeout(2000)
  const { urls } = await watchRequests(devtools)
  const tappedAt = performance.now()
  for (const find of taps) {
    await waitFor(find(page))
    await find(page).click()
  }
  await waitFor(page.getByText('Welcome'))
  const ms = performance.now() - tappedAt
  await context.close()
  if (wallet.prompts.length !== 1) throw new Error(`${wallet.prompts.length} texts were signed.`)
  return {
    ms,
    calls: urls.filter((path) => path.startsWith('/api/')).length,
    scripts: urls.filter((path) => path.endsWith('.js')).length,
  }
}

/** Checks continuously, because Playwright soon slows down to two checks a second. */
async function waitFor(element: Locator): Promise<void> {
  const end = performance.now() + 30_000
  while (!(await element.isVisible()))
    if (performance.now() > end) throw new Error(`There is no ${element}.`)
}

/** The "fast 4G" of Chromium's developer tools. */
async function slowDown(devtools: CDPSession): Promise<void> {
  await devtools.send('Network.enable')
  await devtools.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 165,
    downloadThroughput: (9_000_000 * 0.9) / 8,
    uploadThroughput: (1_500_000 * 0.9) / 8,
  })
}
