import { AuthError, type Session, type SessionAnswer, type SessionEntry } from '@kit/core'
import type { AuthOptions } from './AuthOptions.ts'
import { createContext } from './createContext.ts'
import { handleRequest } from './handleRequest.ts'
import { type Answer, toResponse as toFetchResponse } from './http/Answer.ts'
import { createCookies } from './http/Cookies.ts'
import type { Incoming } from './http/Incoming.ts'
import { assertClientAddress } from './limits/assertClientAddress.ts'
import { liftLimits } from './otp/liftLimits.ts'
import { problem } from './problem.ts'
import { askUpstream } from './proxy/askUpstream.ts'
import { assertIsFresh, fetchForSession } from './proxy/passToUpstream.ts'
import { type SessionRecord, toSession } from './session/SessionRecord.ts'
import { toSessionAnswer } from './session/sessionRoutes.ts'
import { requireSession, useSession } from './session/sessions.ts'
import { endUserSessions, listUserSessions } from './session/userSessions.ts'
import { guard } from './store/guard.ts'
import type { UpstreamAnswer } from './upstreams/createUpstreamFetch.ts'
import type { Upstream } from './upstreams/Upstream.ts'

/**
 * Creates the Kit's backend: one Fetch API handler for every route below `basePath`, and functions for the
 * app's server code.
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
export function createAuth<upstream extends Upstream>(
  options: createAuth.Options & { upstream: upstream },
): Auth & UsersOf<upstream>
export function createAuth(options: createAuth.Options): Auth {
  const context = createContext(options)
  const { store, keys, origins, now, emit, waitUntil, report } = context
  context.upstream.setUp?.({
    store,
    keys,
    origins,
    now,
    waitUntil,
    emit: (event) => emit({ upstream: context.upstream.id, ...event }),
    report: (error) => report(error, { requestId: 'none' }),
  })
  const cookiesOf = (request: { headers: Headers }) =>
    createCookies(request.headers.get('cookie'), context.cookies)

  return {
    ...('users' in options.upstream && { users: options.upstream.users }),
    handler: async (request, { clientAddress } = {}) =>
      toFetchResponse(await handleRequest(context, request, clientAddress)),
    answer: (request, { clientAddress } = {}) => handleRequest(context, request, clientAddress),
    async getSession(request) {
      const record = await useSession(context, cookiesOf(request))
      return record === undefined ? null : toServerSession(record)
    },
    async getSessionAnswer(request) {
      try {
        return toSessionAnswer(context, await useSession(context, cookiesOf(request)))
      } catch (error) {
        if (!AuthError.is(error) || error.code !== 'store_unavailable') throw error
        return { ...toSessionAnswer(context, undefined), session: undefined }
      }
    },
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
        // Without this check, a call without a user would be sent with only the app's key.
        if (typeof userId !== 'string' || !/^[!-~]+$/.test(userId))
          throw new TypeError('upstream.fetch needs a user: `userId` is empty or not an id.')
        const headers = context.upstream.authorizeAs?.(userId, { method, path })
        if (headers === undefined) throw problem('method_not_offered')
        const json = body === undefined ? {} : { 'content-type': 'application/json' }
        const request = { method, headers: { ...json, ...headers } }
        const answer = await askUpstream(
          context,
          path,
          body === undefined ? request : { ...request, body },
        )
        return toResponse(answer)
      },
    },
    assertClientAddress: () => assertClientAddress(context),
    limits: { lift: (target) => liftLimits(context, target) },
    sessions: {
      list: (userId) => listUserSessions(context, userId),
      end: (userId, id) => endUserSessions(context, userId, (own) => own === id),
      async endOthers(request) {
        const record = await requireSession(context, cookiesOf(request))
        await endUserSessions(context, record.userId, (id) => id !== record.id)
      },
      endAll: (userId) => endUserSessions(context, userId),
    },
    async health() {
      const { upstream, upstreamHealth } = context
      const check = upstream.check?.bind(upstream)
      const [ofStore, ofUpstream] = await Promise.all([
        measure(async () => {
          await store.ping()
          // A store that answers may still refuse to write: its disk is full, or it has become a replica.
          await store.set('health:check', '1', 60)
        }),
        check === undefined ? undefined : measure(check),
      ])
      return {
        store: ofStore.state,
        storeMs: ofStore.ms,
        upstream: ofUpstream?.state === 'down' ? 'down' : upstreamHealth.state,
      }
    },
  }
}

/** Returns whether a check succeeds, and how many ms it takes. */
async function measure(
  check: () => Promise<unknown>,
): Promise<{ state: 'up' | 'down'; ms: number }> {
  const startedAt = performance.now()
  const state = await guard(check).then(
    () => 'up' as const,
    () => 'down' as const,
  )
  return { state, ms: performance.now() - startedAt }
}

/** The result of `createAuth`. */
export interface Auth {
  /**
   * Answers every request below `basePath`. Never rejects.
   *
   * @param options.clientAddress - the client's address, if the runtime exposes it.
   */
  handler(request: Request, options?: { clientAddress?: string | undefined }): Promise<Response>
  /**
   * Like `handler`, but without `Request` and `Response`. Mounts use it on runtimes whose request objects are
   * cheaper, such as Node. Never rejects.
   */
  answer(request: Incoming, options?: { clientAddress?: string | undefined }): Promise<Answer>
  /** Returns the session with the upstream's id of the user, or null if nobody is signed in. */
  getSession(request: { headers: Headers }): Promise<ServerSession | null>
  /**
   * Returns what `GET /session` would answer, for rendering on the server. `session` is `undefined` if the
   * store cannot be reached. Pass the result to `AuthProvider` unchanged: in that case the page shows neither
   * a signed-in nor a signed-out user, and the browser asks again.
   */
  getSessionAnswer(request: { headers: Headers }): Promise<InitialSession>
  /**
   * Like `getSession`, but throws if nobody is signed in.
   *
   * @param options.maxAge - how old the sign-in may be, in s.
   * @throws `AuthError` `session_missing`, `session_expired`, `step_up_required`, `store_unavailable`.
   */
  requireSession(
    request: { headers: Headers },
    options?: { maxAge?: number | undefined },
  ): Promise<ServerSession>
  /** Calls the upstream with the signed-in user's credential. Returns the upstream's answer. */
  fetch(
    request: { headers: Headers },
    path: string,
    init?: { method?: string; body?: string },
  ): Promise<Response>
  readonly upstream: {
    /**
     * Calls the upstream as this server, on behalf of a user.
     *
     * @throws `AuthError` `method_not_offered` if the upstream does not support this, `method_not_allowed` for
     * a call that needs the user's session; TypeError if `userId` is missing.
     */
    fetch(
      path: string,
      options: { userId: string; method?: string; body?: string },
    ): Promise<Response>
  }
  /**
   * Throws in production if client addresses are unknown: no proxy is trusted, and the app has not set
   * `clientAddress: 'none'`. Mounts that do not know the client's address call this at startup.
   */
  assertClientAddress(): void
  readonly limits: {
    /**
     * Resets counters: of the user with this `identifier`, or of the `client` whose pseudonym is in an event.
     * With both, resets that client's guesses for that user; without a target, all counters of the app.
     *
     * @example
     * await auth.limits.lift({ identifier: 'ada@example.com' })
     */
    lift(target?: { identifier?: string | undefined; client?: string | undefined }): Promise<void>
  }
  /**
   * The sessions of a user, for the app's server code, for example after the email address has changed. All
   * functions reject with `AuthError` `store_unavailable` if the store cannot be reached.
   */
  readonly sessions: {
    /** Lists the sessions, the most recently used first. */
    list(userId: string): Promise<SessionEntry[]>
    /** Ends one of the user's sessions. Does nothing if the id is not the id of one. */
    end(userId: string, id: string): Promise<void>
    /** Ends all sessions of the signed-in user except the one of this request. */
    endOthers(request: { headers: Headers }): Promise<void>
    /** Ends all sessions of a user. */
    endAll(userId: string): Promise<void>
  }
  /**
   * Checks the dependencies: whether the store can be read and written now, and how many ms that takes; whether
   * the last upstream call succeeded; and, for a self-hosted upstream, whether the users' database answers now.
   */
  health(): Promise<{
    store: 'up' | 'down'
    storeMs: number
    upstream: 'up' | 'down' | 'unknown'
  }>
}

/** The type of `auth.users`, the users of a self-hosted upstream. */
export type UsersOf<upstream> = [upstream] extends [{ readonly users: infer users }]
  ? { readonly users: users }
  : unknown

/** The session as a page knows it while it is rendered on the server. */
export type InitialSession = Pick<SessionAnswer, 'methods'> & {
  /** `null` if nobody is signed in; `undefined` if the store cannot be reached. */
  readonly session: Session | null | undefined
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
