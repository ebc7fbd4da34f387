import type { IncomingMessage } from 'node:http'
import type { Http2ServerRequest } from 'node:http2'
import { Readable } from 'node:stream'
import type { Incoming } from '../frame/Incoming.ts'
import { problem } from '../problem.ts'
import { readStream } from '../transport/readStream.ts'

/** A request of Node as the routes look at it. */
export function toIncoming(request: NodeRequest): Incoming {
  const { method = '', url = '' } = request
  const headers = readHeaders(request)
  let stream: Incoming['body'] | undefined
  return {
    method,
    url,
    headers: { get: (name) => headers.get(name) ?? null, has: (name) => headers.has(name) },
    get body() {
      stream ??= hasBody(request, headers)
        ? (Readable.toWeb(request) as ReadableStream<Uint8Array<ArrayBuffer>>)
        : null
      return stream
    },
    readBytes: async (maxBytes) => {
      if (request.readableDidRead) throw problem('internal_error', { cause: wasRead() })
      return readStream(request, maxBytes)
    },
  }
}

/** Of HTTP/1.1 or HTTP/2. */
export type NodeRequest = IncomingMessage | Http2ServerRequest

/** Without this, whoever reads would wait for bytes that never come. */
export function wasRead(): Error {
  return new Error('The body was read before the auth route. Mount it above any body parser.')
}

/** HTTP/1.1 says so in a header; HTTP/2 need not. */
function hasBody({ method, httpVersionMajor }: NodeRequest, headers: Map<string, string>) {
  if (method === 'GET' || method === 'HEAD') return false
  const isSaid = headers.has('transfer-encoding') || Number(headers.get('content-length') ?? 0) > 0
  return isSaid || httpVersionMajor > 1
}

/**
 * Every header as it came, several of one name joined as the Fetch API joins them. Node's own object
 * keeps the first of some and drops the others: which one a proxy in front saw could not be told.
 */
function readHeaders({ rawHeaders }: NodeRequest): Map<string, string> {
  const headers = new Map<string, string>()
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = (rawHeaders[index] ?? '').toLowerCase()
    const value = rawHeaders[index + 1] ?? ''
    const former = headers.get(name)
    const separator = name === 'cookie' ? '; ' : ', '
    headers.set(name, former === undefined ? value : former + separator + value)
  }
  return headers
}
