import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Auth } from '../createAuth.ts'
import { toNodeListener } from './node.ts'
import { wasRead } from './toIncoming.ts'

/**
 * A middleware for Express 4 and 5. Mount it before any body parser: the handler reads the body itself.
 *
 * @example
 * app.all('/api/auth/{*path}', toExpressHandler(auth))
 */
export function toExpressHandler(auth: Pick<Auth, 'answer'>): ExpressHandler {
  const listen = toNodeListener(auth)
  return (request, response, next) => {
    if (request.readableDidRead) return next(wasRead())
    // Express shortens `url` to what lies below the mount point; the handler wants all of it.
    if (request.originalUrl !== undefined) request.url = request.originalUrl
    listen(request, response).catch(next)
  }
}

/** As Express calls it. */
export type ExpressHandler = (
  request: IncomingMessage & { originalUrl?: string },
  response: ServerResponse,
  next: (error: unknown) => void,
) => void
