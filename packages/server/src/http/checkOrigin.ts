import { problem } from '../problem.ts'
import type { Incoming } from './Incoming.ts'

/**
 * Returns the origin of a request if it is a configured one. A request that changes something must name its
 * origin. Reading without an `Origin`, as browsers do within a site, is allowed.
 *
 * @throws `AuthError` `origin_not_allowed`.
 * @see {@link https://www.w3.org/TR/fetch-metadata/}
 */
export function checkOrigin(request: Incoming, { origins, acceptsOrigin }: Known): string {
  const origin = request.headers.get('origin')
  const site = request.headers.get('sec-fetch-site')
  // Any other value means another site, or a repeated header.
  if (site !== null && site !== 'same-origin' && site !== 'none')
    throw problem('origin_not_allowed')
  if (origin === null) {
    if (request.method === 'GET') return findOwnOrigin(request, { origins, acceptsOrigin })
    throw problem('origin_not_allowed')
  }
  if (origins.includes(origin) || acceptsOrigin(origin)) return origin
  // A different port is easy to overlook, so the message names both origins.
  const served = origins.length === 0 ? 'others' : origins.join(', ')
  const message = `The request comes from ${origin}, and this backend serves ${served}.`
  throw problem('origin_not_allowed', { message })
}

/**
 * The origin for a request that names none: the one in its address if that is configured, otherwise the
 * first.
 */
export function findOwnOrigin({ url }: Incoming, { origins, acceptsOrigin }: Known): string {
  const [first] = origins
  if (first !== undefined) return first
  const own = URL.canParse(url) ? new URL(url).origin : ''
  return acceptsOrigin(own) ? own : ''
}

interface Known {
  readonly origins: readonly string[]
  readonly acceptsOrigin: (origin: string) => boolean
}
