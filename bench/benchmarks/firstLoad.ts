import type { Browser } from '@playwright/test'
import type { Benchmark, Goal, Table } from '../Benchmark.ts'
import { besideBestPeer } from '../besideBestPeer.ts'
import { openBrowser } from '../browser/openBrowser.ts'
import { servePage } from '../browser/servePage.ts'
import { kitPage, type SignInPage, signInPages } from '../browser/signInPages.ts'
import { type Backend, startBackend } from '../browser/startBackend.ts'
import { watchRequests } from '../browser/watchRequests.ts'
import { median } from '../median.ts'
import { toUnusedTable } from './firstLoad/toUnusedTable.ts'

export const benchmark: Benchmark = {
  title: 'First load of a sign-in page',
  about: `
The smallest page that offers to sign in by wallet, including React, wagmi, viem and everything else that it loads. rolldown
bundles it, and Chromium opens it with gzip and without a cache. The measurement ends a second after the first button appears,
so that it includes what the page loads next. Bytes are those of scripts on the wire. The main thread's time comes from the
DevTools protocol and is the median of five loads taken in turns.`,
  async run() {
    const backend = await startBackend()
    const browser = await openBrowser()
    try {
      const { table, goals } = await compareLoads(browser, backend)
      return { tables: [table, await measureUnused(browser, backend)], goals }
    } finally {
      await browser.close()
      await backend.close()
    }
  },
}

async function compareLoads(browser: Browser, backend: Backend): Promise<Comparison> {
  const served = await Promise.all(signInPages.map((page) => serve(page, backend)))
  const loads: Load[][] = served.map(() => [])
  for (let round = 0; round < 5; round += 1)
    for (const [index, { url }] of served.entries()) loads[index]?.push(await load(browser, url))
  for (const { close } of served) close()
  const bytes = loads.map((ofOne) => median(ofOne.map((load) => load.bytes)))
  const taskMs = loads.map((ofOne) => median(ofOne.map((load) => load.taskMs)))
  const rows = signInPages.map(({ name }, index) => {
    const pick = (of: (load: Load) => number) => median((loads[index] ?? []).map(of))
    const own = bytes[index] ?? Number.NaN
    return [
      name,
      `${(own / 1000).toFixed(1)} kB`,
      String(pick(({ urls }) => urls.length)),
      taskMs[index]?.toFixed(0) ?? '',
      pick(({ scriptMs }) => scriptMs).toFixed(0),
      (own / (bytes[0] ?? Number.NaN)).toFixed(1),
    ]
  })
  const columns = [
    'subject',
    'scripts',
    'requests',
    'main thread ms',
    'of it script ms',
    '× ours, bytes',
  ]
  return {
    table: { columns, rows },
    goals: [
      {
        what: 'scripts, compared with the lightest peer',
        atMost: 1,
        measured: besideBestPeer(signInPages, bytes),
      },
      {
        what: 'the main thread, compared with the fastest peer',
        atMost: 1,
        measured: besideBestPeer(signInPages, taskMs),
      },
    ],
  }
}

interface Comparison {
  readonly table: Table
  readonly goals: readonly Goal[]
}

/**
 * Measures a page that imports everything an app may use of the Kit, so that some of it stays unloaded.
 */
async function measureUnused(browser: Browser, backend: Backend): Promise<Table> {
  const served = await serve({ ...kitPage, source: everything }, backend)
  const { urls } = await load(browser, served.url)
  served.close()
  return toUnusedTable(served.scripts, new Set(urls))
}

const everything = `
import { AuthProvider, ReauthenticateDialog, SessionExpiryDialog, SignIn } from '@kit/react'
import { AuthDevtools } from '@kit/react/devtools'
import { loadWords } from '@kit/react/locales'
import { walletConnect } from '@kit/react/walletconnect'
import { lazy, Suspense, use } from 'react'
import { createRoot } from 'react-dom/client'
import { createConfig, http, injected } from 'wagmi'
import { mainnet } from 'wagmi/chains'

const config = createConfig({
  chains: [mainnet],
  connectors: [injected(), walletConnect({ projectId: '00000000000000000000000000000000' })],
  transports: { [mainnet.id]: http() },
})
const words = loadWords('en')
function App() {
  return (
    <AuthProvider config={config} words={use(words)}>
      <SignIn />
      <SessionExpiryDialog />
      <ReauthenticateDialog />
      <AuthDevtools />
    </AuthProvider>
  )
}
createRoot(document.getElementById('root')).render(<Suspense><App /></Suspense>)`

const serve = (page: SignInPage, { createListener: createBackend }: Backend) =>
  servePage({ ...page, createBackend })

interface Load {
  bytes: number
  urls: readonly string[]
  taskMs: number
  scriptMs: number
}

async function load(browser: Browser, url: string): Promise<Load> {
  const context = await browser.newContext()
  const page = await context.newPage()
  const devtools = await context.newCDPSession(page)
  const requests = await watchRequests(devtools)
  await devtools.send('Performance.enable')
  await page.goto(url)
  // Checks that the page works. Otherwise a broken page would be the fastest.
  await page.getByRole('button').first().waitFor()
  await page.waitForTimeout(1000)
  const { metrics } = await devtools.send('Performance.getMetrics')
  await context.close()
  const find = (name: string) =>
    (metrics.find((metric) => metric.name === name)?.value ?? Number.NaN) * 1000
  return {
    bytes: requests.scriptBytes,
    urls: requests.urls,
    taskMs: find('TaskDuration'),
    scriptMs: find('ScriptDuration'),
  }
}
