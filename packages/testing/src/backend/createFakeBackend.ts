import { createRoutes, refuse } from './createRoutes.ts'
import type { FakeBackend } from './FakeBackend.ts'

/**
 * The backend route in memory, for tests and stories of parts: holds every request and answer against the
 * contract's schemas, verifies real signatures, uses a nonce once, and goes wrong on demand. It sets no
 * cookie and knows no limits: `@kit/server` over `@kit/sandbox` is for tests of the whole.
 *
 * @example
 * import { createFakeBackend } from '@kit/testing/react'
 *
 * const backend = createFakeBackend({ methods: ['siwe'] })
 * backend.failNext('/siwe/verify', 'upstream_unavailable', 503)
 * const story = <AuthProvider fetch={backend.fetch}><SignIn /></AuthProvider>
 */
export function createFakeBackend(options: FakeBackend.Options = {}): FakeBackend {
  const { now = Date.now } = options
  const requests: FakeBackend.Request[] = []
  const faults: { path: string; run: Fault }[] = []
  const state = { session: options.session ?? null }
  const answer = createRoutes(state, options)

  const fetch: typeof globalThis.fetch = async (input, init = {}) => {
    const { method = 'GET', body, signal } = init
    const path = String(input).replace(/^.*\/api\/auth/, '')
    const text = typeof body === 'string' || !body ? body : await new Response(body).text()
    const read = parse(text ?? '')
    requests.push({ method, path, body: read })
    const index = faults.findIndex(
      (fault) => fault.path === path || fault.path === `${method} ${path}`,
    )
    const [fault] = index < 0 ? [] : faults.splice(index, 1)
    const proceed = () => answer(method, path, read)
    const response = await raceAbort(fault === undefined ? proceed() : fault.run(proceed), signal)
    // A server of the real world says what time it is; an answer of somebody else's may not.
    if (!response.headers.has('date')) response.headers.set('date', new Date(now()).toUTCString())
    return response
  }

  return {
    fetch,
    requests,
    state,
    count: (path) => requests.filter((request) => request.path === path).length,
    failNext: (path, code, status, members) =>
      faults.push({ path, run: async () => refuse(code, status, members) }),
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

/** JSON where it is some, a text else. */
function parse(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text)
  } catch {
    return text
  }
}

/** Rejects as the real `fetch` does when its signal is aborted. */
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
