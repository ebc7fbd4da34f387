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
 * The one way to an upstream: below its base URL, with a time limit, a size cap, no redirect followed,
 * and with the answer read whole before anyone looks at it.
 *
 * On Node connections are kept, and one has 3 s to be made; elsewhere it is the runtime's `fetch`. A
 * `GET` whose connection was lost, as a kept one may be at any time, is sent once more; nothing else is.
 *
 * @param options.baseUrl - `https://…`; plain `http` for loopback alone.
 * @param options.headers - sent with every request, such as the app's key.
 * @param options.timeoutMs - for the whole call. Default 10 000 ms.
 * @param options.maxBytes - of an answer. Default 1 MiB.
 * @param options.fetch - sends in place of all that, such as through a proxy.
 * @throws Error at once when the base URL is neither https nor loopback.
 * @example
 * const api = createUpstreamFetch({ baseUrl: 'https://api.example', headers: () => ({ authorization: key }) })
 * const answer = await api('/user', { method: 'GET' })
 */
export function createUpstreamFetch(options: createUpstreamFetch.Options): UpstreamFetch {
  const { timeoutMs = 10_000, maxBytes = 1024 * 1024 } = options
  const send = options.fetch === undefined ? createTransport() : createFetchTransport(options.fetch)
  const base = new URL(options.baseUrl)
  if (!isHttpsOrLoopback(base))
    throw new Error(`An upstream is called by https, but the base URL is ${base.origin}.`)
  const basePath = base.pathname.replace(/\/$/, '')

  function resolve(path: string): string {
    const url = new URL(base.origin + basePath + path)
    const [pathname = ''] = path.split('?')
    // Without this a path could climb out of what the base URL allows.
    const isBelow = url.origin === base.origin && url.pathname === basePath + pathname
    if (!isBelow || url.hash !== '') throw problem('invalid_path')
    return url.href
  }

  async function open(
    path: string,
    { method, body, headers: own }: UpstreamRequest,
    { signal }: Deadline,
  ): Promise<TransportAnswer> {
    const url = resolve(path)
    const headers = { ...fixedHeaders, ...own, ...options.headers?.() }
    const isWhole = !(body instanceof ReadableStream)
    const signed = isWhole ? await options.sign?.({ method, url, headers, body }) : undefined
    const request = { method, url, headers: { ...headers, ...signed }, body, signal }
    const answer = await sendWithCare(send, request)
    // A redirect would carry the key and the session to a host that nobody chose.
    if (answer.status >= 300 && answer.status < 400)
      throw problem('upstream_unavailable', { cause: new Error('The upstream redirected.') })
    return answer
  }

  /** Runs a call within its time, seen by OpenTelemetry, and tells its faults in our words. */
  function within<answer extends { readonly status: number }>(
    method: string,
    run: (deadline: Deadline) => Promise<answer>,
  ): Promise<answer> {
    return observeCall(method, base, async () => {
      const deadline = startDeadline(timeoutMs)
      try {
        return await run(deadline)
      } catch (fault) {
        deadline.abort()
        throw toProblem(fault, deadline)
      }
    })
  }

  const call: UpstreamFetch = (path, request) =>
    within(request.method, async (deadline) => {
      const { status, headers, body } = await open(path, request, deadline)
      const bytes = await readCapped(body, maxBytes)
      deadline.stop()
      return { status, headers, bytes }
    })
  // What is signed is signed whole.
  if (options.sign !== undefined) return call

  return Object.assign(call, {
    stream: (path: string, request: UpstreamRequest, cap: number): Promise<UpstreamStream> =>
      within(request.method, async (deadline) => {
        const watched = { ...request, ...watchBody(request.body, deadline) }
        const { status, headers, body } = await open(path, watched, deadline)
        return { status, headers, body: readInTime(body, deadline, cap) }
      }),
  })
}

export declare namespace createUpstreamFetch {
  type Options = {
    baseUrl: string
    headers?: (() => Record<string, string>) | undefined
    /** Headers that depend on the whole request, such as its signature. Called last. */
    sign?: ((request: SignableRequest) => Promise<Record<string, string>>) | undefined
    /** Of an answer. @default 1048576 */
    maxBytes?: number | undefined
  } & UpstreamConnection
}

/** How an upstream is reached; every adapter takes these. */
export interface UpstreamConnection {
  /** For one call, in ms; of one that streams, for each pause. @default 10000 */
  timeoutMs?: number | undefined
  /** Sends in place of the Kit's own pool, such as through a proxy. @default none */
  fetch?: typeof fetch | undefined
}

/** A request as it will be sent. */
export interface SignableRequest {
  readonly method: string
  readonly url: string
  readonly headers: Record<string, string>
  readonly body: string | Uint8Array | undefined
}

/** What to ask; a body that is a stream passes as it comes. */
export interface UpstreamRequest {
  method: string
  headers?: Record<string, string>
  body?: TransportRequest['body']
}

/** Calls the upstream below its base URL. Rejects with an `AuthError` when there is no whole answer. */
export interface UpstreamFetch {
  (path: string, request: UpstreamRequest): Promise<UpstreamAnswer>
  /**
   * The same, with the answer handed over as it comes, up to so many bytes. Reading rejects with an
   * `AuthError` beyond them, and when nothing comes, or nobody reads, for `timeoutMs`.
   */
  stream?(path: string, request: UpstreamRequest, maxBytes: number): Promise<UpstreamStream>
}

/** An answer, read whole. */
export interface UpstreamAnswer {
  readonly status: number
  readonly headers: AnswerHeaders
  readonly bytes: Uint8Array<ArrayBuffer>
}

/** An answer on its way. */
export interface UpstreamStream {
  readonly status: number
  readonly headers: AnswerHeaders
  readonly body: AsyncGenerator<Uint8Array>
}

/** A large body takes its time: what counts is that it goes on. */
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

/** Of a `GET` that was lost with its connection, nobody knows more than that it changes nothing. */
async function sendWithCare(send: Transport, request: TransportRequest): Promise<TransportAnswer> {
  try {
    return await send(request)
  } catch (fault) {
    if (request.method !== 'GET' || request.signal.aborted || !isLostConnection(fault)) throw fault
    // Not all at once, where one restart has cut many.
    await new Promise((resolve) => setTimeout(resolve, Math.random() * maxJitterMs))
    return send(request)
  }
}

/** An answer that is not compressed has no size but its own. */
const fixedHeaders = {
  accept: 'application/json',
  'accept-encoding': 'identity',
  'user-agent': '@kit/server',
}
const maxJitterMs = 100
