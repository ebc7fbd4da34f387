import type { Auth } from '../createAuth.ts'

/**
 * The handlers of a Next.js route (app router), `app/api/auth/[...path]/route.ts`.
 *
 * @example
 * export const { GET, POST, PUT, PATCH, DELETE } = toNextRoute(auth)
 */
export function toNextRoute(auth: Pick<Auth, 'handler'>): Record<Method, Handler> {
  // Next.js does not tell who connected: an address comes from a trusted proxy, or not at all.
  const handle: Handler = (request) => auth.handler(request)
  return { GET: handle, POST: handle, PUT: handle, PATCH: handle, DELETE: handle }
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
type Handler = (request: Request) => Promise<Response>
