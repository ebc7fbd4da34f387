import { AuthError } from '../errors/AuthError.ts'
import { otpEndpoints } from '../otp/otpEndpoints.ts'
import { redirectEndpoints } from '../redirect/redirectEndpoints.ts'
import type { Endpoint } from '../schema/Endpoint.ts'
import { findIssue } from '../schema/findIssue.ts'
import type { StandardSchemaV1 } from '../schema/StandardSchema.ts'
import { type SessionAnswer, sessionEndpoints } from '../session/sessionEndpoints.ts'
import { siweEndpoints } from '../siwe/siweEndpoints.ts'
import { createTimeout } from './createTimeout.ts'

/**
 * Creates the typed client of the contract. It sends each call once and never retries, because a signature or a
 * code that is sent twice is refused the second time.
 *
 * @param parameters.baseUrl - where the route is mounted. Default `/api/auth`.
 * @param parameters.fetch - the function to send with. Default: the global `fetch`.
 * @param parameters.timeoutMs - how long a call may take. Default 20 000 ms.
 * @throws nothing. Its methods reject only with {@link AuthError}, whose code is `network_error`, `timeout`,
 * `aborted`, `invalid_answer` or the one that the backend sent.
 * @example
 * const client = createAuthClient({ baseUrl: '/api/auth' })
 * const { session } = await client.getSession()
 */
export function createAuthClient(parameters: createAuthClient.Parameters = {}): AuthClient {
  const { baseUrl = '/api/auth', timeoutMs = 20_000 } = parameters
  let offsetMs: number | undefined

  /** @param read - reads the answer. The timeout includes it. */
  async function send<result>(
    path: string,
    init: RequestInit,
    callerSignal: AbortSignal | null | undefined,
    read: (response: Response) => result | Promise<result>,
  ): Promise<result> {
    let isOver = () => false
    // An exception before this is set, such as one from a missing browser function, is not a network error.
    let isSending = false
    try {
      const timeout = createTimeout(timeoutMs, callerSignal)
      const { signal } = timeout
      isOver = timeout.isOver
      // This is read for each call, so that a global `fetch` that is replaced later is used.
      const send = parameters.fetch ?? globalThis.fetch
      isSending = true
      const response = await send(`${baseUrl}${path}`, {
        credentials: 'same-origin',
        ...init,
        signal,
      })
      const date = Date.parse(response.headers.get('date') ?? '')
      if (!Number.isNaN(date)) offsetMs = date - Date.now()
      return await read(response)
    } catch (cause) {
      if (AuthError.is(cause)) throw cause
      if (callerSignal?.aborted) throw new AuthError('aborted', { cause })
      if (isOver()) throw new AuthError('timeout', { cause })
      throw new AuthError(isSending ? 'network_error' : 'internal_error', { cause })
    }
  }

  function call<endpoint extends Endpoint>(endpoint: endpoint): Call<endpoint> {
    const { method, path, answer, status } = endpoint
    async function run(first?: unknown, second?: unknown): Promise<unknown> {
      // Following a redirect would send the signature or the code again, possibly to another site.
      const init: RequestInit = { method, redirect: 'manual' }
      const hasBody = method === 'POST'
      const { signal, headers } = ((hasBody ? second : first) ?? {}) as CallOptions
      if (headers !== undefined) init.headers = headers
      if (hasBody) {
        init.headers = { ...headers, 'content-type': 'application/json' }
        init.body = writeJson(first ?? {})
      }
      return send(path, init, signal, async (response) => {
        const text = await response.text()
        // The code that reads problems knows every error code, so it is loaded only when the first error
        // occurs.
        if (!response.ok) throw (await import('./readProblem.ts')).readProblem(response, text)
        const value = answer && readJson(text)
        const issue = answer && findIssue(answer, value)
        if (issue === undefined && response.status === status) return value
        throw new AuthError('invalid_answer', {
          status: response.status,
          message: `The answer to ${method} ${path} does not follow the contract (${issue ?? 'status'}). Is the route mounted there?`,
        })
      })
    }
    // The types follow from the endpoint's schemas, but TypeScript cannot infer them in generic code.
    return run as Call<endpoint>
  }

  return {
    getSession: call(sessionEndpoints.get),
    signOut: call(sessionEndpoints.delete),
    extendSession: (options) => call(sessionEndpoints.extend)({}, options),
    listSessions: call(sessionEndpoints.list),
    endSession: (id, options) => {
      const path = sessionEndpoints.end.path.replace('{id}', encodeURIComponent(id))
      return call({ ...sessionEndpoints.end, path })(options)
    },
    endOtherSessions: call(sessionEndpoints.endOthers),
    createSiweChallenge: call(siweEndpoints.challenge),
    verifySiwe: call(siweEndpoints.verify),
    startOtp: call(otpEndpoints.start),
    verifyOtp: call(otpEndpoints.verify),
    startRedirect: call(redirectEndpoints.start),
    call,
    now: () => Date.now() + (offsetMs ?? 0),
    clockOffset: () => offsetMs,
    async fetchUpstream(path, init = {}) {
      if (!isPlainPath(path))
        throw new AuthError('invalid_path', {
          message: `${path} is not a plain path below /upstream.`,
        })
      return send(`/upstream${path}`, init, init.signal, (response) => response)
    },
  }
}

export declare namespace createAuthClient {
  type Parameters = {
    /** Where the route is mounted. @default '/api/auth' */
    baseUrl?: string | undefined
    /** The function to send with. @default globalThis.fetch */
    fetch?: typeof globalThis.fetch | undefined
    /** How long a call may take, in ms. @default 20000 */
    timeoutMs?: number | undefined
  }
}

/** The calls of the contract as functions. Each rejects only with {@link AuthError}. */
export interface AuthClient {
  /** Returns the current session and the methods that the backend offers. */
  getSession: Call<typeof sessionEndpoints.get>
  /** Ends the session, in this browser and for every copy of its cookie. */
  signOut: Call<typeof sessionEndpoints.delete>
  /** Marks the session as used, which restarts its idle time. */
  extendSession: (options?: CallOptions) => Promise<SessionAnswer>
  /** Lists the user's sessions, the most recently used first. */
  listSessions: Call<typeof sessionEndpoints.list>
  /** Ends one of the user's sessions. */
  endSession: (id: string, options?: CallOptions) => Promise<undefined>
  /** Ends all of the user's sessions except the current one. */
  endOtherSessions: Call<typeof sessionEndpoints.endOthers>
  /** Gets what the wallet must sign. */
  createSiweChallenge: Call<typeof siweEndpoints.challenge>
  /** Sends what the wallet signed. */
  verifySiwe: Call<typeof siweEndpoints.verify>
  /** Sends a code to the user. */
  startOtp: Call<typeof otpEndpoints.start>
  /** Submits the code that the user typed. */
  verifyOtp: Call<typeof otpEndpoints.verify>
  /** Gets the address of the upstream's page. */
  startRedirect: Call<typeof redirectEndpoints.start>
  /**
   * Calls any other endpoint of the contract.
   *
   * @example
   * const { identities } = await client.call(identityEndpoints.list)()
   */
  call: <endpoint extends Endpoint>(endpoint: endpoint) => Call<endpoint>
  /**
   * The backend's time in ms since 1970, accurate to about a second, from the `Date` header of its last
   * answer. Before the first answer it is this machine's time. Compare times in answers with this clock.
   */
  now: () => number
  /** The backend's clock minus this machine's, in ms; `undefined` before the first answer. */
  clockOffset: () => number | undefined
  /**
   * Calls the upstream through the backend, which adds the credential. Returns the raw answer.
   *
   * @param path - starts with a slash. Dot segments (encoded or not), double slashes and backslashes are
   * refused as `invalid_path`, because the browser would resolve them to another route of the backend.
   */
  fetchUpstream: (path: string, init?: RequestInit) => Promise<Response>
}

type CallOptions = {
  signal?: AbortSignal | undefined
  /** Sent in addition to the client's headers. */
  headers?: Record<string, string> | undefined
}
type Answer<endpoint extends Endpoint> = endpoint extends {
  answer: infer answer extends StandardSchemaV1
}
  ? StandardSchemaV1.InferOutput<answer>
  : undefined
type Call<endpoint extends Endpoint> = endpoint extends {
  request: infer request extends StandardSchemaV1
}
  ? (
      body: StandardSchemaV1.InferOutput<request>,
      options?: CallOptions,
    ) => Promise<Answer<endpoint>>
  : (options?: CallOptions) => Promise<Answer<endpoint>>

/**
 * Whether the URL parser leaves a path unchanged. Without this check, `DELETE /cards/../../session` would
 * sign the user out, because `fetch` resolves dot segments, including encoded ones and those split by a tab.
 *
 * @see {@link https://url.spec.whatwg.org/#double-dot-path-segment}
 */
function isPlainPath(path: string): boolean {
  const [pathname = ''] = path.split(/[?#]/, 1)
  return (
    /^\/(?!\/)/.test(pathname) &&
    !/[\s\p{Cc}\\]|\/\/|%2f|%5c|\/(?:\.|%2e){1,2}(?:\/|$)/iu.test(pathname)
  )
}

function writeJson(body: unknown): string {
  try {
    return JSON.stringify(body)
  } catch (cause) {
    throw new AuthError('invalid_request', { cause })
  }
}

/** `undefined` for anything that is not JSON, which no schema accepts. */
function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
