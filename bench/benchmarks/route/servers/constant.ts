import { createServer, type Server } from 'node:http'
import { importPeer } from '../../../peers.ts'

/** The cost of any answer. */
export function startBare(): Server {
  return createServer((request, response) => {
    request.resume()
    response.writeHead(200, { 'content-type': 'application/json' }).end(body)
  })
}

/** The cost of any answer in a framework based on the Fetch API. */
export async function startHono(): Promise<Server> {
  const { Hono } = await importPeer<{ Hono: new () => HonoApp }>('hono')
  const { createAdaptorServer } = await importPeer<{
    createAdaptorServer(options: { fetch: HonoApp['fetch'] }): Server
  }>('@hono/node-server')
  const app = new Hono()
  app.all('*', (context) => context.json({ session: null, methods: ['siwe'] }))
  return createAdaptorServer({ fetch: app.fetch })
}

interface HonoApp {
  fetch(request: Request): Promise<Response>
  all(path: string, handle: (context: { json(value: unknown): Response }) => Response): void
}

const body = JSON.stringify({ session: null, methods: ['siwe'] })
