import { problem } from '../problem.ts'
import type { Incoming } from './Incoming.ts'

/**
 * Returns the origin of a request if the app is configured for it. A request that changes something must have
 * an `Origin`. A request that only reads may lack it, because browsers omit it within a site.
 *
 * @throws `AuthError` `origin_not_allowed`.
 * @see {@link https://www.w3.org/TR/fetch-metadata/}
 */
export function checkOrigin(request: Incoming, { origins, acceptsOrigin }: Known): string {
  const origin = request.headers.get('origin')
  const site = request.headers.get('sec-fetch-site')
  // Any other value means that the request comes from another site, or that the header is repeated.
  if (site !== null && site !== 'same-origin' && site !== 'none')
    throw problem('origin_not_allowed')
  if (origin === null) {
    if (request.method === 'GET') return findOwnOrigin(request, { origins, acceptsOrigin })
    throw problem('origin_not_allowed')
  }
  if (origins.includes(origin) || acceptsOrigin(origin)) return origin
  // The message names both origins, because a difference in the port is easy to overlook.
  const served = origins.length === 0 ? 'others' : origins.join(', ')
  const message = `The request comes from ${origin}, but this backend serves ${served}.`
  throw problem('origin_not_allowed', { message })
}

/**
 * Returns the origin for a request without `Origin`: the origin in its URL if the app is configured for it,
 * otherwise the first configured one.
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
