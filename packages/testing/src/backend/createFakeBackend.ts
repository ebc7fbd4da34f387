import type { ProblemCode, ProblemDetails } from '@kit/core'
import type { Call, CookieName, Jar } from './Call.ts'
import { createRoutes, parseJson } from './createRoutes.ts'
import { createSessionEntry } from './createSessionEntry.ts'
import { createSessions } from './createSessions.ts'
import type { FakeBackend } from './FakeBackend.ts'
import { refuse } from './refuse.ts'

/**
 * Creates an in-memory backend for tests and stories of single parts. It follows the contract: it checks every
 * request and answer against the schemas, verifies real signatures, accepts a nonce and a code once and only in
 * the browser that requested it, and fails on demand. All sign-ins belong to one user. To test a whole app, run
 * `@kit/server` with `@kit/sandbox`.
 *
 * @example
 * import { createFakeBackend } from '@kit/testing/react'
 *
 * const backend = createFakeBackend({ methods: ['siwe'] })
 * backend.failNext('/siwe/verify', 'upstream_unavailable', 503)
 * const story = <AuthProvider fetch={backend.fetch}><SignIn /></AuthProvider>
 */
export function createFakeBackend(options: FakeBackend.Options = {}): FakeBackend {
  const { now = Date.now, session = null } = options
  const requests: FakeBackend.Request[] = []
  const faults: { path: string; run: Fault }[] = []
  const sessions = createSessions({
    ...options,
    sessions: options.sessions ?? (session === null ? [] : [createSessionEntry()]),
  })
  /** The cookies of the browser that `fetch` belongs to. */
  const own = new Map<CookieName, string>()
  const state: FakeBackend['state'] = {
    get session() {
      return sessions.find(own.get('session'))?.session ?? null
    },
    set session(next) {
      const current = sessions.find(own.get('session'))
      if (next === null) sessions.end(own.get('session'))
      else if (current !== undefined) current.session = next
      else own.set('session', sessions.open(next, undefined))
    },
    get sessions() {
      return sessions.list(own.get('session'))
    },
    set sessions(next) {
      sessions.replaceList(next)
    },
    identities: options.identities ?? [],
  }
  state.session = session
  const run = createRoutes(sessions, state, options)

  async function answer(call: Call, url: URL, signal?: AbortSignal | null): Promise<Response> {
    const path = call.path + url.search
    requests.push({ method: call.method, path, body: parseJson(call.text) })
    const index = faults.findIndex(
      (fault) => fault.path === path || fault.path === `${call.method} ${path}`,
    )
    const [fault] = index < 0 ? [] : faults.splice(index, 1)
    const proceed = () => run(call)
    const response = await raceAbort(fault === undefined ? proceed() : fault.run(proceed), signal)
    // A real server sends its time. A response that was given to `answerNext` may lack it.
    if (!response.headers.has('date')) response.headers.set('date', new Date(now()).toUTCString())
    return response
  }

  const fetch: typeof globalThis.fetch = async (input, init = {}) => {
    const { method = 'GET', body, signal } = init
    const { origin, href } = location
    const url = new URL(input instanceof Request ? input.url : input, href)
    const headers = new Headers(init.headers)
    // The browser sets these headers. A script cannot set them in a `Request`.
    headers.set('sec-fetch-site', 'same-origin')
    if (method !== 'GET') headers.set('origin', origin)
    const text = typeof body === 'string' || !body ? body : await new Response(body).text()
    const jar: Jar = {
      get: (name) => own.get(name),
      set: (name, value) => (value === undefined ? own.delete(name) : own.set(name, value)),
    }
    return answer(createCall(url, { method, origin, headers, text: text ?? '', jar }), url, signal)
  }

  async function handler(request: Request): Promise<Response> {
    const { method, headers, signal } = request
    const url = new URL(request.url)
    const { origin } = url
    const cookies = readCookies(headers)
    const changes = new Map<CookieName, string | undefined>()
    const isSecure = url.protocol === 'https:'
    const nameOf = (name: CookieName) => `${isSecure ? '__Host-' : ''}kit-${name}`
    const jar: Jar = {
      get: (name) => (changes.has(name) ? changes.get(name) : cookies.get(nameOf(name))),
      set: (name, value) => changes.set(name, value),
    }
    const text = await request.text()
    const response = await answer(
      createCall(url, { method, origin, headers, text, jar }),
      url,
      signal,
    )
    const flags = `Path=/; HttpOnly; SameSite=Lax${isSecure ? '; Secure' : ''}`
    for (const [name, value] of changes)
      response.headers.append(
        'set-cookie',
        `${nameOf(name)}=${value ?? ''}; ${flags}${value === undefined ? '; Max-Age=0' : ''}`,
      )
    return response
  }

  return {
    fetch,
    handler,
    requests,
    state,
    count: (path) => requests.filter((request) => request.path === path).length,
    failNext: (
      path: string,
      code: ProblemCode,
      status: number,
      members?: Partial<ProblemDetails>,
    ) => faults.push({ path, run: async () => refuse(code, members, { status }) }),
    answerNext: (path, response) => faults.push({ path, run: async () => response }),
    cutNext: (path) =>
      faults.push({ path, run: () => Promise.reject(new TypeError('Failed to fetch')) }),
    holdNext: (path) => {
      let release = () => {}
      const released = new Promise<void>((resolve) => {
        release = resolve
      })
      faults.push({ path, run: (proceed) => released.then(proceed) })
      return release
    },
  }
}

export declare namespace createFakeBackend {
  type Options = FakeBackend.Options
  type ReturnType = FakeBackend
}

type Fault = (proceed: () => Promise<Response>) => Promise<Response>

function createCall(url: URL, rest: Omit<Call, 'path' | 'query'>): Call {
  return { path: url.pathname.replace(/^.*\/api\/auth/, ''), query: url.searchParams, ...rest }
}

function readCookies(headers: Headers): ReadonlyMap<string, string> {
  const pairs = (headers.get('cookie') ?? '').split('; ').map((pair) => pair.split('='))
  return new Map(pairs.map(([name = '', value = '']) => [name, value]))
}

/** Rejects like the real `fetch` when its signal is aborted. */
function raceAbort<value>(
  promise: Promise<value>,
  signal: AbortSignal | null | undefined,
): Promise<value> {
  if (signal === undefined || signal === null) return promise
  signal.throwIfAborted()
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
    promise.then(resolve, reject)
  })
}
