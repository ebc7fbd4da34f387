import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { afterEach, expect, test } from 'vitest'
import { startBackend } from '../fixtures/startBackend.ts'
import { untrustedCertificate } from '../fixtures/untrustedCertificate.ts'
import { bakkt } from '../upstreams/bakkt/index.ts'

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

async function serve(listener: RequestListener, isTls = false): Promise<string> {
  const server = isTls ? createTlsServer(untrustedCertificate, listener) : createServer(listener)
  servers.push(server)
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('No free port was found.')
  return `${isTls ? 'https' : 'http'}://localhost:${address.port}`
}

/** Returns the URL of a port on which nothing listens. */
async function findRefusedUrl(): Promise<string> {
  const url = await serve(() => {})
  servers.pop()?.close()
  return url
}

const faults = [
  ['dns', 'upstream_unavailable', async () => 'https://nobody.invalid'],
  ['connect', 'upstream_unavailable', findRefusedUrl],
  ['tls', 'upstream_unavailable', () => serve((_request, response) => response.end(), true)],
  ['reset', 'upstream_unavailable', () => serve((request) => request.socket.destroy())],
  ['timeout', 'upstream_timeout', () => serve(() => {})],
  [undefined, 'upstream_unavailable', () => serve((_, response) => response.writeHead(500).end())],
] as const

test.for(
  faults.flatMap((fault) => (['undici', 'fetch'] as const).map((way) => [way, ...fault] as const)),
)(
  'behavior: U-11 for %s the event says what the network did: %s, %s',
  async ([way, network, code, prepare]) => {
    const upstream = bakkt({
      apiKey: 'an-api-key',
      baseUrl: await prepare(),
      ...(network === 'timeout' && { timeoutMs: 300 }),
      ...(way === 'fetch' && { fetch: (url, init) => fetch(url, init) }),
    })
    const backend = await startBackend({ upstream })
    await backend.browser().signIn()
    expect(backend.events.at(-1)).toMatchObject({ type: 'siwe.verify', code, network })
    await backend.close()
  },
)
