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
 * Converts the body to a web stream. Unlike with `Readable.toWeb`, cancelling the stream leaves the connection
 * open. Otherwise the client would send its next request on a connection that is about to be closed.
 */
function toStream(request: NodeRequest): ReadableStream<Uint8Array<ArrayBuffer>> {
  const stream = NodeStream.from(request.iterator({ destroyOnReturn: false }))
  return stream as ReadableStream<Uint8Array<ArrayBuffer>>
}

/** The error for a body that a body parser has already read. Without it, reading would wait forever. */
export function wasRead(): Error {
  return new Error(
    'The body was read before the auth route. Mount the route before any body parser.',
  )
}

/** Whether the request has a body. HTTP/1.1 says so in a header, but HTTP/2 does not have to. */
function hasBody({ method, httpVersionMajor }: NodeRequest, headers: Map<string, string>) {
  if (method === 'GET' || method === 'HEAD') return false
  const isSaid = headers.has('transfer-encoding') || Number(headers.get('content-length') ?? 0) > 0
  return isSaid || httpVersionMajor > 1
}

/**
 * Returns every header as received, and joins repeated ones as the Fetch API does. Node's `headers` keep only
 * the first of some repeated headers, and a proxy in front might have used another one.
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
