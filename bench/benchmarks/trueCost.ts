import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Browser } from '@playwright/test'
import { findFreePort } from '../../packages/server/src/fixtures/startRedis.ts'
import { installWallet } from '../../packages/testing/dist/playwright/index.js'
import type { Benchmark } from '../Benchmark.ts'
import { openBrowser } from '../browser/openBrowser.ts'
import { servePage } from '../browser/servePage.ts'
import { type Backend, startBackend } from '../browser/startBackend.ts'
import { watchRequests } from '../browser/watchRequests.ts'
import { type App, additions } from './trueCost/apps.ts'
import { startNextApp } from './trueCost/startNextApp.ts'

export const benchmark: Benchmark = {
  title: 'What a sign-in adds to an app with wagmi',
  about: `
A production build of a page that connects a wallet with only wagmi, and of the same page with a sign-in: the gzipped bytes of
scripts and stylesheets that Chromium receives until four seconds after the first button is there. The Kit is measured with
wagmi 3, and RainbowKit with wagmi 2, which it is made for. Unlike the table above, these numbers include the libraries that
the app and the sign-in share. If the browser has a wallet, the card also loads the steps of a sign-in with it, so that a tap
does not wait for code.

The goal is missed because the card and its stylesheet are 33 kB, because TanStack Query’s observer of a query, which the page
with only wagmi does not use, is 2 kB, and because modules that later parts also use cannot be merged with their neighbours:
this costs 4 kB in Next.js and 2 kB with Vite.`,
  async run() {
    const backend = await startBackend()
    const browser = await openBrowser()
    try {
      const rows: string[][] = []
      const gains: Record<Bundler, number>[] = []
      for (const { name, before, after, hasWallet = false } of additions) {
        const gained = {} as Record<Bundler, number>
        const cells: string[] = []
        for (const bundler of bundlers) {
          const without = await load({ browser, backend, app: before, bundler, hasWallet })
          const both = await load({ browser, backend, app: after, bundler, hasWallet })
          gained[bundler] = both - without
          cells.push(inKb(without), inKb(both), inKb(gained[bundler]))
        }
        gains.push(gained)
        rows.push([name, ...cells, (gained.next / (gains[0]?.next ?? 0)).toFixed(1)])
      }
      const columns = ['Next.js', 'Vite'].flatMap((bundler) => [
        `${bundler}: only wagmi`,
        'with a sign-in',
        'gained',
      ])
      return {
        tables: [{ columns: ['subject', ...columns, '× ours, Next.js'], rows }],
        goals: bundlers.map((bundler) => ({
          what: `gained with ${bundler === 'next' ? 'Next.js' : 'Vite'}, in kB`,
          atMost: 31,
          measured: (gains[0]?.[bundler] ?? Number.NaN) / 1000,
        })),
      }
    } finally {
      await browser.close()
      await backend.close()
    }
  },
}

const bundlers = ['next', 'vite'] as const
type Bundler = (typeof bundlers)[number]

const inKb = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`

interface Load {
  browser: Browser
  backend: Backend
  app: App
  bundler: Bundler
  hasWallet: boolean
}

async function load({ browser, backend, app, bundler, hasWallet }: Load): Promise<number> {
  const { url, close } = await (bundler === 'next' ? startNext : startVite)(app, backend)
  try {
    const context = await browser.newContext()
    if (hasWallet) await installWallet(context)
    const page = await context.newPage()
    const requests = await watchRequests(await context.newCDPSession(page))
    await page.goto(url)
    await page.getByRole('button').first().waitFor()
    await page.waitForTimeout(4000)
    await context.close()
    return requests.scriptBytes + requests.styleBytes
  } finally {
    close()
  }
}

async function startNext(app: App, { createListener }: Backend) {
  // The server starts before the app is built, so that the backend knows the app's origin.
  const port = await findFreePort()
  const url = `http://localhost:${port}`
  const server = createServer(createListener(url))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const backendUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const stop = await startNextApp(app, backendUrl, port)
  return {
    url,
    close() {
      stop()
      server.close()
      server.closeAllConnections()
    },
  }
}

function startVite(app: App, { createListener: createBackend }: Backend) {
  const { folder, source, stylesheet } = app
  const resolve = createRequire(join(folder, 'package.json')).resolve
  return servePage({
    folder,
    source: `${source.replace('export default', '')}
import { createRoot } from 'react-dom/client'
createRoot(document.getElementById('root')).render(<App />)`,
    styles: stylesheet === undefined ? undefined : resolve(stylesheet),
    createBackend,
  })
}
