import type { IncomingMessage } from 'node:http'
import { Readable } from 'node:stream'
import type { Incoming } from '../frame/Incoming.ts'
import { readStream } from '../transport/readStream.ts'

/** A request of Node as the routes look at it; `undefined` for a target that is no path. */
export function toIncoming(request: IncomingMessage): Incoming | undefined {
  const { method = '', url: target = '' } = request
  // A target that begins with two slashes must not become a host.
  const url = target.startsWith('/') ? `http://localhost${target}` : target
  // A backslash would be read as a slash, which a proxy in front may not have done.
  if (!URL.canParse(url) || target.includes('\\')) return undefined
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
    readBytes: (maxBytes) => readStream(request, maxBytes),
  }
}

/** HTTP/1.1 says so in a header; HTTP/2 need not. */
function hasBody({ method, httpVersionMajor }: IncomingMessage, headers: Map<string, string>) {
  if (method === 'GET' || method === 'HEAD') return false
  const isSaid = headers.has('transfer-encoding') || Number(headers.get('content-length') ?? 0) > 0
  return isSaid || httpVersionMajor > 1
}

/**
 * Every header as it came, several of one name joined as the Fetch API joins them. Node's own object
 * keeps the first of some and drops the others: which one a proxy in front saw could not be told.
 */
function readHeaders({ rawHeaders }: IncomingMessage): Map<string, string> {
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
