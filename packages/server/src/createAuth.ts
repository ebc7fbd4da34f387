import type { Session, SessionAnswer } from '@kit/core'
import type { AuthOptions } from './AuthOptions.ts'
import { createContext } from './createContext.ts'
import { type Answer, toResponse as toFetchResponse } from './frame/Answer.ts'
import { handleRequest } from './frame/handleRequest.ts'
import type { Incoming } from './frame/Incoming.ts'
import { guard } from './limits/createLimits.ts'
import { problem } from './problem.ts'
import { readSessionAnswer } from './routes/session.ts'
import { assertIsFresh, fetchForSession } from './routes/upstream.ts'
import { createCookies } from './session/Cookies.ts'
import { type SessionRecord, toSession } from './session/SessionRecord.ts'
import { readSession, requireSession } from './session/sessions.ts'
import type { UpstreamAnswer } from './upstreams/createUpstreamFetch.ts'

/**
 * The backend of the Kit: one handler of the Fetch API for every route below `basePath`, and the
 * functions that the app's own server code asks.
 *
 * @throws Error with one sentence for an option that cannot work: a short secret, an origin that is
 * neither https nor loopback, an empty list.
 * @example
 * export const auth = createAuth({
 *   upstream: bakkt({ apiKey: process.env.BAKKT_API_KEY ?? '', environment: 'production' }),
 *   origin: 'https://app.example.com',
 *   secret: process.env.AUTH_SECRET ?? '',
 *   otp: { resolveUser: (email) => users.findIdByEmail(email) },
 * })
 */
export function createAuth(options: createAuth.Options): Auth {
  const context = createContext(options)
  const cookiesOf = (request: { headers: Headers }) =>
    createCookies(request.headers.get('cookie'), context.isSecure)

  return {
    handler: async (request, { clientAddress } = {}) =>
      toFetchResponse(await handleRequest(context, request, clientAddress)),
    answer: (request, { clientAddress } = {}) => handleRequest(context, request, clientAddress),
    async getSession(request) {
      const { record } = await readSession(context, cookiesOf(request))
      return record === undefined ? null : toServerSession(record)
    },
    getSessionAnswer: (request) => readSessionAnswer(context, cookiesOf(request)),
    async requireSession(request, { maxAge } = {}) {
      const record = await requireSession(context, cookiesOf(request))
      assertIsFresh(context, { maxAge }, record)
      return toServerSession(record)
    },
    async fetch(request, path, init) {
      const record = await requireSession(context, cookiesOf(request))
      return toResponse(await fetchForSession(context, record, path, init))
    },
    upstream: {
      async fetch(path, { userId, method = 'GET', body }) {
        // Without this a user that was not found would be asked for by the app's key alone.
        if (typeof userId !== 'string' || !/^[!-~]+$/.test(userId))
          throw new TypeError('upstream.fetch asks about one user: `userId` is empty, or no id.')
        const headers = context.upstream.authorizeAs?.(userId)
        if (headers === undefined) throw problem('method_not_offered')
        const json = body === undefined ? {} : { 'content-type': 'application/json' }
        const request = { method, headers: { ...json, ...headers } }
        const answer = await context.upstream.fetch(
          path,
          body === undefined ? request : { ...request, body },
        )
        return toResponse(answer)
      },
    },
    async health() {
      const startedAt = performance.now()
      const isStoreUp = await guard(() => context.store.ping()).then(
        () => true,
        () => false,
      )
      const storeMs = performance.now() - startedAt
      return { store: isStoreUp ? 'up' : 'down', storeMs, upstream: context.upstreamHealth.state }
    },
  }
}

/** What `createAuth` gives. */
export interface Auth {
  /**
   * Answers every request below `basePath`. Never rejects.
   *
   * @param options.clientAddress - the address of whoever connected, where the runtime tells.
   */
  handler(request: Request, options?: { clientAddress?: string | undefined }): Promise<Response>
  /**
   * As `handler`, without the objects of the Fetch API: for mounts on a runtime whose own are cheaper, as
   * Node's are. Never rejects.
   */
  answer(request: Incoming, options?: { clientAddress?: string | undefined }): Promise<Answer>
  /** Who is signed in, with the upstream's own id of the user; null when nobody is. */
  getSession(request: { headers: Headers }): Promise<ServerSession | null>
  /** What `GET /session` would answer, for rendering on the server. */
  getSessionAnswer(request: { headers: Headers }): Promise<SessionAnswer>
  /**
   * As `getSession`, for what only signed-in users may do.
   *
   * @param options.maxAge - how long ago the sign-in may be, in s.
   * @throws `AuthError` `session_missing`, `session_expired`, `step_up_required`, `store_unavailable`.
   */
  requireSession(
    request: { headers: Headers },
    options?: { maxAge?: number | undefined },
  ): Promise<ServerSession>
  /** Asks the upstream in the name of whoever is signed in. The answer is the upstream's own. */
  fetch(
    request: { headers: Headers },
    path: string,
    init?: { method?: string; body?: string },
  ): Promise<Response>
  readonly upstream: {
    /**
     * Asks the upstream as this server, about one user.
     *
     * @throws `AuthError` `method_not_offered` where the upstream has no such way; TypeError without a
     * `userId`.
     */
    fetch(
      path: string,
      options: { userId: string; method?: string; body?: string },
    ): Promise<Response>
  }
  /**
   * Whether what this depends on answers: the store when asked now, and how long that took in ms; the
   * upstream when it was last called.
   */
  health(): Promise<{
    store: 'up' | 'down'
    storeMs: number
    upstream: 'up' | 'down' | 'unknown'
  }>
}

/** A session as the app's server code sees it. */
export type ServerSession = Session & {
  /** The upstream's id of the user. Keep it on the server. */
  readonly userId: string
}

export declare namespace createAuth {
  type Options = AuthOptions
}

function toServerSession(record: SessionRecord): ServerSession {
  return { ...toSession(record), userId: record.userId }
}

function toResponse({ status, headers, bytes }: UpstreamAnswer): Response {
  const type = headers.get('content-type')
  const isEmpty = status === 204 || status === 205 || status === 304
  return new Response(isEmpty ? null : bytes, {
    status,
    headers: type === null ? {} : { 'content-type': type },
  })
}
