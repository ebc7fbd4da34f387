import { once } from 'node:events'
import { readdir, readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { createAuth, verifySignature } from '@kit/server'
import { toNodeListener } from '@kit/server/mount/node'
import { selfHosted, sqliteUsers } from '@kit/server/upstreams/self-hosted'
import { startAnvil } from '@kit/testing'
import { zeroAddress } from 'viem'
import { type Relay, startRelay } from '../relay/startRelay.ts'
import { acceptSigned } from './acceptSigned.ts'
import type { PageOptions } from './PageOptions.ts'
import { fetchPage } from './sharePages.ts'
import { writeSafeWindow } from './writeSafeWindow.ts'

/**
 * Starts a page that contains the Kit, its backend route, a chain and a relay, each on a free port.
 *
 * @param versions - a folder of `versions`. Without one, the workspace's versions are used.
 */
export async function startStage(versions?: string): Promise<Stage> {
  const [page, relay, anvil] = await Promise.all([
    fetchPage(versions),
    startRelay(),
    startAnvil({ chainId: 100 }),
    // The first check of a signature loads viem, which takes a long time while a page is built.
    verifySignature({ message: '', signature: '0x12', address: zeroAddress, chainId: 100 }, {}),
  ])
  const names = await readdir(page.folder)
  const contents = new Map<string, Buffer>(
    await Promise.all(
      names.map(async (name) => [`/${name}`, await readFile(join(page.folder, name))] as const),
    ),
  )
  const options = { relayUrl: relay.url, rpcUrl: anvil.url }
  const show =
    (entry: string): Files =>
    (path) => ({
      type: types[path.split('.').pop() ?? ''] ?? 'text/html',
      content: contents.get(path) ?? writeHtml(entry, options),
    })
  const files = show('main')
  const upstream = acceptSigned(anvil.url)
  const safe = await serveSafe()
  const codes = new Map<string, string>()
  const withUsers = selfHosted({
    users: sqliteUsers({ file: ':memory:' }),
    sendCode: async ({ to, code }) => void codes.set(to, code),
  })
  const [plain, framed, engines] = await Promise.all([
    serve({ upstream }, files),
    serve({ upstream, framing: { origins: [safe.origin] } }, files),
    serve({ upstream: withUsers }, show('engines')),
  ])
  return {
    url: plain.url,
    framedUrl: framed.url,
    enginesUrl: engines.url,
    codes,
    showInSafe: (url) => `${safe.origin}/?shows=${encodeURIComponent(url)}`,
    relay,
    sdkFiles: new Set(page.sdkFiles),
    rpcUrl: anvil.url,
    async close() {
      plain.close()
      framed.close()
      engines.close()
      safe.server.closeAllConnections()
      safe.server.close()
      await Promise.all([relay.close(), anvil.close()])
    },
  }
}

/** Serves the page and its backend route. */
async function serve(options: Pick<createAuth.Options, 'upstream' | 'framing'>, files: Files) {
  const server = createServer().listen(0, 'localhost')
  await once(server, 'listening')
  const url = `http://localhost:${(server.address() as AddressInfo).port}`
  const auth = createAuth({
    ...options,
    origin: url,
    secret: 'a-secret-for-the-tests-of-wallets-alone',
    limits: {
      'siwe-challenge-per-client': unlimited,
      'siwe-verify-per-client': unlimited,
      'otp-start-per-client': unlimited,
      'otp-verify-per-client': unlimited,
    },
  })
  const answerApi = toNodeListener(auth)
  server.on('request', (request, response) => {
    const { pathname } = new URL(request.url ?? '/', url)
    if (pathname.startsWith('/api/auth')) return void answerApi(request, response)
    const { type, content } = files(pathname)
    response.setHeader('content-type', type).end(content)
  })
  return {
    url,
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}

/** Serves Safe's window. To a browser, its address belongs to a site other than `localhost`. */
async function serveSafe() {
  const server = createServer((request, response) => {
    const shown = new URL(request.url ?? '/', 'http://127.0.0.1').searchParams.get('shows') ?? ''
    response.setHeader('content-type', 'text/html').end(writeSafeWindow(`${shown}/?sdks`))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { server, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

export interface Stage {
  readonly url: string
  /** The page with a route that allows Safe's site as its parent. */
  readonly framedUrl: string
  /** A page with a wallet inside it and with codes by email, for engines that Playwright does not control. */
  readonly enginesUrl: string
  /** The latest code by address. */
  readonly codes: ReadonlyMap<string, string>
  /** Returns the address of Safe's window, on another site, which shows this page. */
  readonly showInSafe: (url: string) => string
  readonly relay: Relay
  /** The page's files that contain code of WalletConnect's SDK. */
  readonly sdkFiles: ReadonlySet<string>
  /** The RPC address of a chain with id 100. */
  readonly rpcUrl: string
  close(): Promise<void>
}

function writeHtml(entry: string, options: PageOptions): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Wallets</title>
<meta name="viewport" content="width=device-width">
<link rel="icon" href="data:,"><link rel="stylesheet" href="/${entry}.css">
<script type="application/json" id="options">${JSON.stringify(options)}</script>
<div id="root"></div><script type="module" src="/${entry}.js"></script></html>`
}

const unlimited = { points: 1_000_000, durationSeconds: 60 }
const types: Record<string, string> = { js: 'text/javascript', css: 'text/css' }
type Files = (path: string) => { type: string; content: string | Uint8Array }
