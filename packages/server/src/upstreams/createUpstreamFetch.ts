import { createTransport } from '#transport'
import { observeCall } from '../audit/observeCall.ts'
import { isHttpsOrLoopback } from '../isHttpsOrLoopback.ts'
import { problem } from '../problem.ts'
import { createFetchTransport } from '../transport/createFetchTransport.ts'
import { isLostConnection } from '../transport/faults.ts'
import { readCapped, readInTime, toProblem } from '../transport/readBody.ts'
import { type Deadline, startDeadline } from '../transport/startDeadline.ts'
import type {
  AnswerHeaders,
  Transport,
  TransportAnswer,
  TransportRequest,
} from '../transport/Transport.ts'

/**
 * Creates the function with which an adapter calls its upstream: below its base URL, with a time limit and a
 * size limit, without following redirects, and reading whole answers.
 *
 * On Node connections are reused, and connecting may take 3 s. Other runtimes use their `fetch`. A `GET`
 * whose connection was lost, which can happen to a reused one at any time, is sent once more. Nothing else
 * is.
 *
 * @param options.baseUrl - `https://…`; plain `http` only for loopback.
 * @param options.headers - sent with every request, such as the app's key.
 * @param options.timeoutMs - for the whole call. Default 10 000 ms.
 * @param options.maxBytes - of an answer. Default 1 MiB.
 * @param options.fetch - replaces the connections, for example to use a proxy.
 * @throws Error immediately if the base URL is neither https nor loopback.
 * @example
 * const api = createUpstreamFetch({ baseUrl: 'https://api.example', headers: () => ({ authorization: key })
 * })
 * const answer = await api('/user', { method: 'GET' })
 */
export function createUpstreamFetch(options: createUpstreamFetch.Options): UpstreamFetch {
  const { timeoutMs = 10_000, maxBytes = 1024 * 1024 } = options
  const base = new URL(options.baseUrl)
  if (!isHttpsOrLoopback(base))
    throw new Error(`The base URL of an upstream must be https, but it is ${base.origin}.`)
  const basePath = base.pathname.replace(/\/$/, '')

  let transport: Promise<Transport> | undefined
  async function loadTransport(): Promise<Transport> {
    return options.fetch === undefined ? createTransport() : createFetchTransport(options.fetch)
  }

  function resolve(path: string): string {
    const url = new URL(base.origin + basePath + path)
    const [pathname = ''] = path.split('?')
    // Without this check, a path could leave the part that the base URL allows.
    const isBelow = url.origin === base.origin && url.pathname === basePath + pathname
    if (!isBelow || url.hash !== '') throw problem('invalid_path')
    return url.href
  }

  async function open(
    path: string,
    { method, body, headers: own, signal: leaving }: UpstreamRequest,
    { send, deadline }: Connection,
  ): Promise<TransportAnswer> {
    const { signal } = deadline
    if (leaving?.aborted === true) deadline.abort()
    leaving?.addEventListener('abort', () => deadline.abort(), { once: true, signal })
    const url = resolve(path)
    const headers = { ...fixedHeaders, ...own, ...options.headers?.() }
    const isWhole = !(body instanceof ReadableStream)
    const signed = isWhole ? await options.sign?.({ method, url, headers, body }) : undefined
    const request = { method, url, headers: { ...headers, ...signed }, body, signal }
    const answer = await sendWithCare(send, request)
    // A redirect would carry the key and the session to a host that the app did not choose.
    if (answer.status >= 300 && answer.status < 400)
      throw problem('upstream_unavailable', { cause: new Error('The upstream redirected.') })
    return answer
  }

  /** Runs a call within its time limit, records it with OpenTelemetry, and converts its errors. */
  async function within<answer extends { readonly status: number }>(
    method: string,
    run: (connection: Connection) => Promise<answer>,
  ): Promise<answer> {
    // Loading code is not part of the upstream's time.
    transport ??= loadTransport()
    const send = await transport
    return observeCall(method, base, async () => {
      const deadline = startDeadline(timeoutMs)
      try {
        return await run({ send, deadline })
      } catch (fault) {
        deadline.abort()
        throw toProblem(fault, deadline)
      }
    })
  }

  const call: UpstreamFetch = (path, request) =>
    within(request.method, async (connection) => {
      const { status, headers, body } = await open(path, request, connection)
      const bytes = await readCapped(body, maxBytes)
      connection.deadline.stop()
      return { status, headers, bytes }
    })
  const baseUrl = base.origin + basePath
  // A signed body is signed as a whole.
  if (options.sign !== undefined) return Object.assign(call, { baseUrl })

  return Object.assign(call, {
    baseUrl,
    stream: (path: string, request: UpstreamRequest, cap: number): Promise<UpstreamStream> =>
      within(request.method, async (connection) => {
        const { deadline } = connection
        const watched = { ...request, ...watchBody(request.body, deadline) }
        const { status, headers, body } = await open(path, watched, connection)
        return { status, headers, body: readInTime(body, deadline, cap) }
      }),
  })
}

export declare namespace createUpstreamFetch {
  type Options = {
    baseUrl: string
    headers?: (() => Record<string, string>) | undefined
    /** Headers that depend on the whole request, such as its signature. Computed last. */
    sign?: ((request: SignableRequest) => Promise<Record<string, string>>) | undefined
    /** The largest answer, in bytes. @default 1048576 */
    maxBytes?: number | undefined
  } & UpstreamConnection
}

/** How to reach an upstream. Every adapter takes these options. */
export interface UpstreamConnection {
  /** The time limit for one call, in ms; for a streamed call, the limit for each pause. @default 10000 */
  timeoutMs?: number | undefined
  /** Sends requests instead of the Kit's connections, for example through a proxy. @default none */
  fetch?: typeof fetch | undefined
}

/** A request in its final form. */
export interface SignableRequest {
  readonly method: string
  readonly url: string
  readonly headers: Record<string, string>
  readonly body: string | Uint8Array | undefined
}

/** The request. A body that is a stream is passed on as it arrives. */
export interface UpstreamRequest {
  method: string
  headers?: Record<string, string>
  body?: TransportRequest['body']
  /** Ends the call, for example when the client has disconnected. */
  signal?: AbortSignal | undefined
}

/** Calls the upstream below its base URL. Rejects with an `AuthError` if there is no complete answer. */
export interface UpstreamFetch {
  /** The address of the upstream. Sessions for one base URL are not valid for another. */
  readonly baseUrl?: string
  (path: string, request: UpstreamRequest): Promise<UpstreamAnswer>
  /**
   * The same, but the answer is returned as it arrives, up to a number of bytes. Reading rejects with an
   * `AuthError` beyond that, and if nothing arrives, or nobody reads, for `timeoutMs`.
   */
  stream?(path: string, request: UpstreamRequest, maxBytes: number): Promise<UpstreamStream>
}

/** An answer that was read whole. */
export interface UpstreamAnswer {
  readonly status: number
  readonly headers: AnswerHeaders
  readonly bytes: Uint8Array<ArrayBuffer>
}

/** An answer that is still arriving. */
export interface UpstreamStream {
  readonly status: number
  readonly headers: AnswerHeaders
  readonly body: AsyncGenerator<Uint8Array>
}

/** What one call is sent with. */
interface Connection {
  readonly send: Transport
  readonly deadline: Deadline
}

/** A large body may take long, as long as it makes progress. */
function watchBody(body: UpstreamRequest['body'], deadline: Deadline): { body?: typeof body } {
  if (!(body instanceof ReadableStream)) return {}
  const watch = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      deadline.restart()
      controller.enqueue(chunk)
    },
  })
  return { body: body.pipeThrough(watch) }
}

/** A `GET` whose connection was lost can be repeated, because it changes nothing. */
async function sendWithCare(send: Transport, request: TransportRequest): Promise<TransportAnswer> {
  try {
    return await send(request)
  } catch (fault) {
    if (request.method !== 'GET' || request.signal.aborted || !isLostConnection(fault)) throw fault
    // Spread out, in case one restart has cut many connections.
    await new Promise((resolve) => setTimeout(resolve, Math.random() * maxJitterMs))
    return send(request)
  }
}

/** The size of an uncompressed answer is its real size. */
const fixedHeaders = {
  accept: 'application/json',
  'accept-encoding': 'identity',
  'user-agent': '@kit/server',
}
const maxJitterMs = 100
