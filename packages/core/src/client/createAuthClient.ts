import type { Endpoint } from '../contract/Endpoint.ts'
import type { StandardSchemaV1 } from '../contract/StandardSchema.ts'
import type { Schema } from '../contract/schema.ts'
import type { AuthError } from '../errors/AuthError.ts'
import { CodedError, isAuthError } from '../errors/CodedError.ts'
import { type otpEndpoints, otpStart, otpVerify } from '../otp/otpEndpoints.ts'
import { type redirectEndpoints, redirectStart } from '../redirect/redirectEndpoints.ts'
import { sessionEndpoints } from '../session/sessionEndpoints.ts'
import { siweChallenge, type siweEndpoints, siweVerify } from '../siwe/siweEndpoints.ts'

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
  let offsetMs: number | undefined

  /** @param read - what is taken of the answer; it has to come in time, too. */
  async function send<result>(
    path: string,
    init: RequestInit,
    callerSignal: AbortSignal | null | undefined,
    read: (response: Response) => result | Promise<result>,
  ): Promise<result> {
    let timeout: AbortSignal | undefined
    try {
      timeout = AbortSignal.timeout(timeoutMs)
      const signal = callerSignal ? AbortSignal.any([callerSignal, timeout]) : timeout
      // Looked up at each call: whoever replaces the global `fetch` after this expects it to be used.
      const response = await (parameters.fetch ?? globalThis.fetch)(`${baseUrl}${path}`, {
        credentials: 'same-origin',
        ...init,
        signal,
      })
      const date = Date.parse(response.headers.get('date') ?? '')
      if (!Number.isNaN(date)) offsetMs = date - Date.now()
      return await read(response)
    } catch (cause) {
      if (isAuthError(cause)) throw cause
      if (callerSignal?.aborted) throw new CodedError('aborted', 'retry', { cause })
      throw new CodedError(timeout?.aborted ? 'timeout' : 'network_error', 'retry', { cause })
    }
  }

  function call<endpoint extends Endpoint>({
    method,
    path,
    answer,
    status,
  }: EndpointOfClient): Call<endpoint> {
    async function run(first?: unknown, second?: unknown): Promise<unknown> {
      // A redirect that is followed sends the signature or the code a second time, to anyone.
      const init: RequestInit = { method, redirect: 'manual' }
      const hasBody = method === 'POST'
      if (hasBody) {
        init.headers = { 'content-type': 'application/json' }
        init.body = writeJson(first ?? {})
      }
      const { signal } = ((hasBody ? second : first) ?? {}) as CallOptions
      return send(path, init, signal, async (response) => {
        const text = await response.text()
        // What a refusal says is read by a part that comes with the first one: it knows every code.
        if (!response.ok) throw (await import('./readProblem.ts')).readProblem(response, text)
        const value = answer && readJson(text)
        const issue = answer?.find(value)
        if (issue === undefined && response.status === status) return value
        throw new CodedError('invalid_answer', 'retry', {
          status: response.status,
          message: `The answer to ${method} ${path} is not as agreed (${issue ? issue.join('.') || 'body' : 'status'}). Is the route mounted there?`,
        })
      })
    }
    // The endpoint's schemas decide the types; the generic form is beyond what inference can follow.
    return run as Call<endpoint>
  }

  return {
    getSession: call<typeof sessionEndpoints.get>(sessionEndpoints.get),
    signOut: call<typeof sessionEndpoints.delete>(sessionEndpoints.delete),
    createSiweChallenge: call<typeof siweEndpoints.challenge>(siweChallenge),
    verifySiwe: call<typeof siweEndpoints.verify>(siweVerify),
    startOtp: call<typeof otpEndpoints.start>(otpStart),
    verifyOtp: call<typeof otpEndpoints.verify>(otpVerify),
    startRedirect: call<typeof redirectEndpoints.start>(redirectStart),
    now: () => Date.now() + (offsetMs ?? 0),
    clockOffset: () => offsetMs,
    fetchUpstream: (path, init = {}) =>
      send(`/upstream${path}`, init, init.signal, (response) => response),
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

/** Without the schema of what is sent: whether it fits the backend says. */
type EndpointOfClient = Pick<Endpoint, 'method' | 'path' | 'status'> & {
  readonly answer?: Schema<unknown>
}

function writeJson(body: unknown): string {
  try {
    return JSON.stringify(body)
  } catch (cause) {
    throw new CodedError('invalid_request', 'contact-support', { cause })
  }
}

/** What is no JSON fits no schema. */
function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
