import type { Auth } from '../createAuth.ts'

/**
 * Creates the handlers of a Next.js route (app router), `app/api/auth/[...path]/route.ts`.
 *
 * @throws Error in production if `trustedProxyHops` is not set, because all visitors would share one set of
 * limits.
 * @example
 * export const { GET, POST, PUT, PATCH, DELETE } = toNextRoute(auth)
 */
export function toNextRoute(
  auth: Pick<Auth, 'handler'> & Partial<Pick<Auth, 'assertClientAddress'>>,
): Record<Method, Handler> {
  // Next.js does not expose the client's address, so it can only come from a trusted proxy.
  auth.assertClientAddress?.()
  const handle: Handler = (request) => auth.handler(request)
  return { GET: handle, POST: handle, PUT: handle, PATCH: handle, DELETE: handle }
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
type Handler = (request: Request) => Promise<Response>
