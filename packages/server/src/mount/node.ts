import type { IncomingMessage, ServerResponse } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import type { Auth } from '../createAuth.ts'

/**
 * A listener for `node:http`, over the Fetch adapter of Hono's Node server. Answers what lies below the
 * handler's base path; mount it there.
 *
 * @example
 * createServer(toNodeListener(auth)).listen(3000)
 */
export function toNodeListener(auth: Pick<Auth, 'handler'>): NodeListener {
  const listen = getRequestListener(
    (request, { incoming }) =>
      auth.handler(request, { clientAddress: incoming.socket.remoteAddress }),
    { overrideGlobalObjects: false },
  )
  return (request, response) => listen(request, response)
}

/** As `node:http` calls it. */
export type NodeListener = (request: IncomingMessage, response: ServerResponse) => Promise<void>
