import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createAuth } from '@kit/server'
import { toNodeListener } from '@kit/server/mount/node'
import { startAnvil } from '@kit/testing'
import { type Relay, startRelay } from '../relay/startRelay.ts'
import { acceptSigned } from './acceptSigned.ts'
import { buildPage } from './buildPage.ts'
import type { PageOptions } from './PageOptions.ts'

/** Starts a page that contains the Kit, its backend route, a chain and a relay, each on a free port. */
export async function startStage(): Promise<Stage> {
  const [{ files, sdkFiles }, relay, anvil] = await Promise.all([
    buildPage(),
    startRelay(),
    startAnvil({ chainId: 100 }),
  ])
  const server = createServer().listen(0, 'localhost')
  await once(server, 'listening')
  const url = `http://localhost:${(server.address() as AddressInfo).port}`
  const auth = createAuth({
    upstream: acceptSigned(anvil.url),
    origin: url,
    secret: 'a-secret-for-the-tests-of-wallets-alone',
    limits: { 'siwe-challenge-per-client': unlimited, 'siwe-verify-per-client': unlimited },
  })
  const answerApi = toNodeListener(auth)
  const html = writeHtml({ relayUrl: relay.url, rpcUrl: anvil.url })

  server.on('request', (request, response) => {
    const { pathname } = new URL(request.url ?? '/', url)
    if (pathname.startsWith('/api/auth')) return void answerApi(request, response)
    const file = files.get(pathname)
    response.setHeader('content-type', types[pathname.split('.').pop() ?? ''] ?? 'text/html')
    response.end(file ?? html)
  })
  return {
    url,
    relay,
    sdkFiles,
    rpcUrl: anvil.url,
    async close() {
      server.closeAllConnections()
      server.close()
      await Promise.all([relay.close(), anvil.close()])
    },
  }
}

export interface Stage {
  readonly url: string
  readonly relay: Relay
  /** The page's files that contain code of WalletConnect's SDK. */
  readonly sdkFiles: ReadonlySet<string>
  /** The RPC address of a chain with id 100. */
  readonly rpcUrl: string
  close(): Promise<void>
}

function writeHtml(options: PageOptions): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Wallets</title>
<meta name="viewport" content="width=device-width">
<link rel="icon" href="data:,"><link rel="stylesheet" href="/main.css">
<script type="application/json" id="options">${JSON.stringify(options)}</script>
<div id="root"></div><script type="module" src="/main.js"></script></html>`
}

const unlimited = { points: 1_000_000, durationSeconds: 60 }
const types: Record<string, string> = { js: 'text/javascript', css: 'text/css' }
