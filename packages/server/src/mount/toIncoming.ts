import type { IncomingMessage } from 'node:http'
import type { Http2ServerRequest } from 'node:http2'
import { ReadableStream as NodeStream } from 'node:stream/web'
import type { Incoming } from '../http/Incoming.ts'
import { problem } from '../problem.ts'
import { readStream } from '../transport/readStream.ts'

/** Converts a Node request to the form that the routes use. */
export function toIncoming(request: NodeRequest, signal?: AbortSignal): Incoming {
  const { method = '', url = '' } = request
  const headers = readHeaders(request)
  let stream: Incoming['body'] | undefined
  return {
    method,
    url,
    signal,
    headers: { get: (name) => headers.get(name) ?? null, has: (name) => headers.has(name) },
    get body() {
      stream ??= hasBody(request, headers) ? toStream(request) : null
      return stream
    },
    readBytes: async (maxBytes) => {
      if (request.readableDidRead) throw problem('internal_error', { cause: wasRead() })
      return readStream(request, maxBytes)
    },
  }
}

/** A request of HTTP/1.1 or HTTP/2. */
export type NodeRequest = IncomingMessage | Http2ServerRequest

/**
 * Ending the stream early leaves the connection open, unlike `Readable.toWeb`. Otherwise the client would send
 * its next request on a connection that is about to be closed.
 */
function toStream(request: NodeRequest): ReadableStream<Uint8Array<ArrayBuffer>> {
  const stream = NodeStream.from(request.iterator({ destroyOnReturn: false }))
  return stream as ReadableStream<Uint8Array<ArrayBuffer>>
}

/** Without this check, reading would wait for bytes that never come. */
export function wasRead(): Error {
  return new Error('The body was read before the auth route. Mount it above any body parser.')
}

/** HTTP/1.1 says so in a header, while HTTP/2 need not. */
function hasBody({ method, httpVersionMajor }: NodeRequest, headers: Map<string, string>) {
  if (method === 'GET' || method === 'HEAD') return false
  const isSaid = headers.has('transfer-encoding') || Number(headers.get('content-length') ?? 0) > 0
  return isSaid || httpVersionMajor > 1
}

/**
 * Returns every header as received, joining repeated ones as the Fetch API does. Node's object keeps the
 * first of some and drops the others, so it would be unknown which one a proxy in front used.
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
