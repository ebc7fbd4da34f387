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
 * Creates the function with which an adapter calls its upstream. Calls stay below the base URL, have a time
 * limit and a size limit, follow no redirects, and read whole answers.
 *
 * On Node, connections are reused, and connecting may take up to 3 s. Other runtimes use their `fetch`. Only a
 * `GET` is repeated, once, if its connection was lost, which can happen to a reused connection at any time.
 *
 * @param options.baseUrl - `https://…`; plain `http` only for loopback.
 * @param options.headers - sent with every request, such as the app's key.
 * @param options.timeoutMs - the time limit for the whole call. Default 10,000 ms.
 * @param options.maxBytes - the largest answer. Default 1 MiB.
 * @param options.fetch - sends the requests instead, for example through a proxy.
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
    // Without this check, a path such as `/../` could reach URLs outside of the base URL.
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
      throw problem('upstream_unavailable', {
        cause: new Error('The upstream answered with a redirect.'),
      })
    return answer
  }

  /** Runs a call within its time limit, records it with OpenTelemetry, and converts its errors. */
  async function within<answer extends { readonly status: number }>(
    method: string,
    run: (connection: Connection) => Promise<answer>,
  ): Promise<answer> {
    // Loaded before the time limit starts.
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
  // Without streaming, because a signature covers the whole body.
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
    /** Returns headers that depend on the whole request, such as a signature. Called last. */
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

/** A request in its final form, ready to be signed. */
export interface SignableRequest {
  readonly method: string
  readonly url: string
  readonly headers: Record<string, string>
  readonly body: string | Uint8Array | undefined
}

/** A request to the upstream. If the body is a stream, it is passed on as it arrives. */
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
   * Like the function itself, but returns the answer as it arrives. Reading rejects with an `AuthError` if
   * there are more than `maxBytes`, or if nothing is sent or read for `timeoutMs`.
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

/** What is needed to send one call. */
interface Connection {
  readonly send: Transport
  readonly deadline: Deadline
}

/** Restarts the deadline with each chunk of a body, so that a large one may take longer. */
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

/** Sends a request, and repeats a `GET` if its connection was lost, because a `GET` changes nothing. */
async function sendWithCare(send: Transport, request: TransportRequest): Promise<TransportAnswer> {
  try {
    return await send(request)
  } catch (fault) {
    if (request.method !== 'GET' || request.signal.aborted || !isLostConnection(fault)) throw fault
    // Waits for a random time, because a restart of the upstream may have closed many connections at once.
    await new Promise((resolve) => setTimeout(resolve, Math.random() * maxJitterMs))
    return send(request)
  }
}

/** Requests uncompressed answers, so that the size limit applies to what is transferred. */
const fixedHeaders = {
  accept: 'application/json',
  'accept-encoding': 'identity',
  'user-agent': '@kit/server',
}
const maxJitterMs = 100
