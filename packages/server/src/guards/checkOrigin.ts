import type { Incoming } from '../frame/Incoming.ts'
import { problem } from '../problem.ts'

/**
 * The origin that a request comes from, out of the configured ones. Whatever changes something must
 * say where it comes from; reading without an `Origin`, as browsers do within a site, is let through.
 *
 * @throws `AuthError` `origin_not_allowed`.
 * @see {@link https://www.w3.org/TR/fetch-metadata/}
 */
export function checkOrigin(request: Incoming, origins: readonly string[]): string {
  const origin = request.headers.get('origin')
  const site = request.headers.get('sec-fetch-site')
  // Anything else is another site, or a header that came twice.
  if (site !== null && site !== 'same-origin' && site !== 'none')
    throw problem('origin_not_allowed')
  const [first = ''] = origins
  if (origin === null) {
    if (request.method === 'GET') return first
    throw problem('origin_not_allowed')
  }
  if (origins.includes(origin)) return origin
  // A port that differs is easily overlooked: both are named.
  const message = `The request comes from ${origin}, and this backend serves ${origins.join(', ')}.`
  throw problem('origin_not_allowed', { message })
}
