import type { Endpoint } from '../contract/Endpoint.ts'
import { findIssue } from '../contract/findIssue.ts'
import type { StandardSchemaV1 } from '../contract/StandardSchema.ts'
import { AuthError } from '../errors/AuthError.ts'
import { otpEndpoints } from '../otp/otpEndpoints.ts'
import { redirectEndpoints } from '../redirect/redirectEndpoints.ts'
import { sessionEndpoints } from '../session/sessionEndpoints.ts'
import { siweEndpoints } from '../siwe/siweEndpoints.ts'
import { readProblem } from './readProblem.ts'

/**
 * The typed client of the contract. Sends each call once, never retries: a signature or a code that
 * was sent twice would be refused the second time.
 *
 * @param parameters.baseUrl - where the route is mounted. Default `/api/auth`.
 * @param parameters.fetch - default the global one.
 * @param parameters.timeoutMs - until a call is given up. Default 20 000 ms.
 * @throws nothing; its methods reject with {@link AuthError} alone, with `network_error`, `timeout`,
 * `aborted`, `invalid_answer` or the code that the backend sent.
 * @example
 * const client = createAuthClient({ baseUrl: '/api/auth' })
 * const { session } = await client.getSession()
 */
export function createAuthClient(parameters: createAuthClient.Parameters = {}): AuthClient {
  const { baseUrl = '/api/auth', timeoutMs = 20_000 } = parameters
  // Looked up at each call: whoever replaces the global `fetch` after this expects it to be used.
  const send: typeof fetch = (...call) => (parameters.fetch ?? globalThis.fetch)(...call)

  let offsetMs: number | undefined

  async function request(
    path: string,
    init: RequestInit,
    callerSignal: AbortSignal | undefined,
  ): Promise<Answered> {
    let timeout: AbortSignal | undefined
    const fail = (cause: unknown) => toAuthError(cause, callerSignal, timeout)
    try {
      timeout = AbortSignal.timeout(timeoutMs)
      const signal = callerSignal ? AbortSignal.any([callerSignal, timeout]) : timeout
      const response = await send(`${baseUrl}${path}`, {
        credentials: 'same-origin',
        ...init,
        signal,
      })
      const date = Date.parse(response.headers.get('date') ?? '')
      if (!Number.isNaN(date)) offsetMs = date - Date.now()
      return { response, fail }
    } catch (cause) {
      throw fail(cause)
    }
  }

  function call<endpoint extends Endpoint>(endpoint: endpoint): Call<endpoint> {
    const { method, path, answer } = endpoint
    async function run(...[first, second]: [unknown?, unknown?]): Promise<unknown> {
      const [body, options] = endpoint.request === undefined ? [undefined, first] : [first, second]
      const { signal } = (options ?? {}) as CallOptions
      // A redirect that is followed sends the signature or the code a second time, to anyone.
      const init: RequestInit = { method, redirect: 'manual' }
      if (endpoint.request !== undefined) {
        init.headers = { 'content-type': 'application/json' }
        init.body = writeJson(body ?? {})
      }
      const { response, fail } = await request(path, init, signal)
      const { status, ok } = response
      const text = await response.text().catch((cause: unknown) => Promise.reject(fail(cause)))
      if (!ok) throw readProblem(response, text)
      const value = answer === undefined ? undefined : readJson(text, status)
      const issue = answer === undefined ? undefined : findIssue(answer, value)
      if (issue === undefined && status === endpoint.status) return value
      throw new AuthError('invalid_answer', {
        status,
        message: `The backend's answer to ${method} ${path} is not as agreed (${issue ?? 'status'}).`,
      })
    }
    // The endpoint's schemas decide the types; the generic form is beyond what inference can follow.
    return run as Call<endpoint>
  }

  return {
    getSession: call(sessionEndpoints.get),
    signOut: call(sessionEndpoints.delete),
    createSiweChallenge: call(siweEndpoints.challenge),
    verifySiwe: call(siweEndpoints.verify),
    startOtp: call(otpEndpoints.start),
    verifyOtp: call(otpEndpoints.verify),
    startRedirect: call(redirectEndpoints.start),
    now: () => Date.now() + (offsetMs ?? 0),
    clockOffset: () => offsetMs,
    fetchUpstream: async (path, init = {}) => {
      const { response } = await request(`/upstream${path}`, init, init.signal ?? undefined)
      return response
    },
  }
}

export declare namespace createAuthClient {
  type Parameters = {
    /** Where the route is mounted. @default '/api/auth' */
    baseUrl?: string | undefined
    /** @default globalThis.fetch */
    fetch?: typeof globalThis.fetch | undefined
    /** In ms. @default 20000 */
    timeoutMs?: number | undefined
  }
}

/** The calls of the contract as functions. Each rejects with {@link AuthError} and nothing else. */
export interface AuthClient {
  /** Who is signed in, and which methods the backend offers. */
  getSession: Call<typeof sessionEndpoints.get>
  /** Ends the session, here and for every copy of its cookie. */
  signOut: Call<typeof sessionEndpoints.delete>
  /** What the wallet must sign. */
  createSiweChallenge: Call<typeof siweEndpoints.challenge>
  /** Sends what the wallet signed. */
  verifySiwe: Call<typeof siweEndpoints.verify>
  /** Has a code sent. */
  startOtp: Call<typeof otpEndpoints.start>
  /** Sends the code that the user typed. */
  verifyOtp: Call<typeof otpEndpoints.verify>
  /** Where the upstream's own page is. */
  startRedirect: Call<typeof redirectEndpoints.start>
  /**
   * The backend's time in ms since 1970, to about a second, by the `Date` of its last answer; this
   * machine's before the first one. Times in answers are to be held against this clock.
   */
  now: () => number
  /** The backend's clock less this machine's, in ms; `undefined` while it has not answered. */
  clockOffset: () => number | undefined
  /** Asks the upstream through the backend, which adds the credential. The answer is the raw one. */
  fetchUpstream: (path: string, init?: RequestInit) => Promise<Response>
}

type CallOptions = { signal?: AbortSignal | undefined }
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

type Answered = {
  response: Response
  /** What it means that the rest of the answer did not come. */
  fail: (cause: unknown) => AuthError
}

function writeJson(body: unknown): string {
  try {
    return JSON.stringify(body)
  } catch (cause) {
    throw new AuthError('invalid_request', {
      message: 'The body cannot be written as JSON.',
      cause,
    })
  }
}

function readJson(text: string, status: number): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new AuthError('invalid_answer', {
      status,
      message: 'The backend did not answer in JSON. Is the route mounted there?',
      cause,
    })
  }
}

function toAuthError(
  cause: unknown,
  callerSignal: AbortSignal | undefined,
  timeout: AbortSignal | undefined,
): AuthError {
  if (callerSignal?.aborted) return new AuthError('aborted', { cause })
  if (timeout?.aborted) return new AuthError('timeout', { message: 'The backend is slow.', cause })
  return new AuthError('network_error', { message: 'The backend cannot be reached.', cause })
}
