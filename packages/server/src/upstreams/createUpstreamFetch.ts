import { problem } from '../problem.ts'

/**
 * The one way to an upstream: below its base URL, with a time limit, a size cap, no redirect followed,
 * and with the answer read whole before anyone looks at it.
 *
 * @param options.baseUrl - `https://…`; plain `http` for loopback alone.
 * @param options.headers - sent with every request, such as the app's key.
 * @param options.timeoutMs - for the whole call. Default 10 000 ms.
 * @param options.maxBytes - of an answer. Default 1 MiB.
 * @throws Error at once when the base URL is neither https nor loopback.
 * @example
 * const api = createUpstreamFetch({ baseUrl: 'https://api.example', headers: { authorization: key } })
 * const answer = await api('/user', { method: 'GET' })
 */
export function createUpstreamFetch(options: createUpstreamFetch.Options): UpstreamFetch {
  const { timeoutMs = 10_000, maxBytes = 1024 * 1024 } = options
  const base = new URL(options.baseUrl)
  if (base.protocol !== 'https:' && !(base.protocol === 'http:' && isLoopback(base.hostname)))
    throw new Error(`An upstream is called by https, but the base URL is ${base.origin}.`)
  const basePath = base.pathname.replace(/\/$/, '')

  return async (path, request) => {
    const url = new URL(base)
    const [pathname = '', ...query] = path.split('?')
    url.pathname = basePath + pathname
    url.search = query.join('?')
    // Without this a path could climb out of what the base URL allows.
    if (url.pathname !== basePath + pathname) throw problem('invalid_path')

    const signal = AbortSignal.timeout(timeoutMs)
    try {
      const headers = {
        accept: 'application/json',
        'user-agent': '@kit/server',
        ...request.headers,
        ...options.headers?.(),
      }
      const { method, body } = request
      const signed = await options.sign?.({ method, url: url.href, headers, body })
      const response = await fetch(url, {
        method,
        headers: { ...headers, ...signed },
        ...(request.body === undefined ? {} : { body: request.body }),
        redirect: 'manual',
        signal,
      })
      // A redirect would carry the key and the session to a host that nobody chose.
      if (response.status >= 300 && response.status < 400) {
        await response.body?.cancel()
        throw problem('upstream_unavailable', { cause: new Error('The upstream redirected.') })
      }
      const bytes = await readCapped(response, maxBytes)
      return { status: response.status, headers: response.headers, bytes }
    } catch (cause) {
      if (isProblem(cause)) throw cause
      throw problem(signal.aborted ? 'upstream_timeout' : 'upstream_unavailable', { cause })
    }
  }
}

export declare namespace createUpstreamFetch {
  type Options = {
    baseUrl: string
    headers?: (() => Record<string, string>) | undefined
    /** Headers that depend on the whole request, such as its signature. Called last. */
    sign?: ((request: SignableRequest) => Promise<Record<string, string>>) | undefined
    /** For the whole call, in ms. @default 10000 */
    timeoutMs?: number | undefined
    /** Of an answer. @default 1048576 */
    maxBytes?: number | undefined
  }
}

/** A request as it will be sent. */
export interface SignableRequest {
  readonly method: string
  readonly url: string
  readonly headers: Record<string, string>
  readonly body: string | Uint8Array | undefined
}

/** Calls the upstream below its base URL. Rejects with an `AuthError` when there is no whole answer. */
export type UpstreamFetch = (
  path: string,
  request: {
    method: string
    headers?: Record<string, string>
    body?: string | Uint8Array<ArrayBuffer>
  },
) => Promise<UpstreamAnswer>

/** An answer, read whole. */
export interface UpstreamAnswer {
  readonly status: number
  readonly headers: Headers
  readonly bytes: Uint8Array<ArrayBuffer>
}

async function readCapped(response: Response, maxBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = []
  let length = 0
  const reader = response.body?.getReader()
  while (reader !== undefined) {
    const { done, value } = await reader.read()
    if (done) break
    length += value.byteLength
    if (length > maxBytes) {
      await reader.cancel()
      throw problem('upstream_invalid_answer', { cause: new Error('The answer is too large.') })
    }
    chunks.push(value)
  }
  const bytes = new Uint8Array(length)
  let offset = 0
  for (const chunk of chunks) {
    bytes.set(chunk, offset)
    offset += chunk.byteLength
  }
  return bytes
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '127.0.0.1' || hostname === '[::1]'
}

function isProblem(cause: unknown): boolean {
  return cause instanceof Error && cause.name === 'AuthError'
}
