import { Readable, type Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream as NodeStream } from 'node:stream/web'
import type { Auth } from '../createAuth.ts'
import type { Answer } from '../http/Answer.ts'
import { type NodeRequest, toIncoming } from './toIncoming.ts'

/**
 * Creates a listener for `node:http` and `node:http2` that answers requests below the handler's base path. It
 * uses Node's requests and responses directly, because Fetch API objects would double the CPU time of each
 * request.
 *
 * @example
 * createServer(toNodeListener(auth)).listen(3000)
 */
export function toNodeListener(auth: Pick<Auth, 'answer'>): NodeListener {
  return async (request, response) => {
    // The client has disconnected, for example while a middleware of the app was running, so its address is no
    // longer available.
    if (response.destroyed) return
    const clientAddress = request.socket.remoteAddress
    const leaving = new AbortController()
    response.once('close', () => {
      if (!response.writableFinished) leaving.abort()
    })
    const answer = await auth.answer(toIncoming(request, leaving.signal), { clientAddress })
    // The client has disconnected, or the app has already answered, for example on a timeout.
    if (response.destroyed || response.headersSent) return
    await send(request, response, answer)
  }
}

/** The signature that `node:http` and `node:http2` call. */
export type NodeListener = (request: NodeRequest, response: NodeResponse) => Promise<void>

/** The members that HTTP/1.1 and HTTP/2 responses share and that are used here. */
type NodeResponse = Writable & {
  readonly headersSent: boolean
  writeHead(status: number, headers: Record<string, string | number | string[]>): unknown
}

async function send(
  request: NodeRequest,
  response: NodeResponse,
  { status, headers, body }: Answer,
): Promise<void> {
  // Keeps receiving an unread body for a moment after the answer, because a client that is still sending might
  // not read it otherwise.
  if (!request.complete) response.once('finish', () => dropRest(request))
  const list: Record<string, string | number | string[]> = {}
  for (const [name, value] of Object.entries(headers))
    list[name] = typeof value === 'string' ? value : [...value]
  if (body instanceof ReadableStream) {
    response.writeHead(status, list)
    // If the client disconnects, the stream and its source are closed.
    await pipeline(Readable.fromWeb(body as NodeStream), response).catch(() => response.destroy())
    return
  }
  if (body !== null) list['content-length'] = Buffer.byteLength(body)
  else if (status !== 204 && status !== 304) list['content-length'] = 0
  response.writeHead(status, list)
  // Node sends a string together with the headers, but bytes separately. So short bodies are sent as a string
  // in which each character is one byte.
  if (!(body instanceof Uint8Array) || body.byteLength > maxJoinedBytes) response.end(body)
  else
    response.end(
      Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('latin1'),
      'latin1',
    )
}

function dropRest(request: NodeRequest): void {
  request.resume()
  setTimeout(() => {
    if (!request.complete) request.destroy()
  }, 500).unref()
}

const maxJoinedBytes = 16 * 1024
