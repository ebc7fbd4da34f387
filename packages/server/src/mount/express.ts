import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Auth } from '../createAuth.ts'
import { toNodeListener } from './node.ts'
import { wasRead } from './toIncoming.ts'

/**
 * Creates a middleware for Express 4 and 5. Mount it before any body parser: the handler reads the body
 * itself.
 *
 * @example
 * app.all('/api/auth/{*path}', toExpressHandler(auth))
 */
export function toExpressHandler(auth: Pick<Auth, 'answer'>): ExpressHandler {
  const listen = toNodeListener(auth)
  return (request, response, next) => {
    if (request.readableDidRead) return next(wasRead())
    // Express shortens `url` to the part below the mount point, but the handler needs the whole path.
    if (request.originalUrl !== undefined) request.url = request.originalUrl
    listen(request, response).catch(next)
  }
}

/** The signature that Express calls. */
export type ExpressHandler = (
  request: IncomingMessage & { originalUrl?: string },
  response: ServerResponse,
  next: (error: unknown) => void,
) => void
