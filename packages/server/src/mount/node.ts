import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream as NodeStream } from 'node:stream/web'
import type { Auth } from '../createAuth.ts'
import type { Answer } from '../frame/Answer.ts'
import { toIncoming } from './toIncoming.ts'

/**
 * A listener for `node:http` and `node:http2`. Answers what lies below the handler's base path; mount it
 * there. Node's own requests and responses are used as they are: through objects of the Fetch API each
 * request takes twice the processor time.
 *
 * @example
 * createServer(toNodeListener(auth)).listen(3000)
 */
export function toNodeListener(auth: Pick<Auth, 'answer'>): NodeListener {
  return async (request, response) => {
    const incoming = toIncoming(request)
    if (incoming === undefined) {
      response.writeHead(400).end()
      return
    }
    const clientAddress = request.socket.remoteAddress
    await send(request, response, await auth.answer(incoming, { clientAddress }))
  }
}

/** As `node:http` calls it. */
export type NodeListener = (request: IncomingMessage, response: ServerResponse) => Promise<void>

async function send(
  request: IncomingMessage,
  response: ServerResponse,
  { status, headers, body }: Answer,
): Promise<void> {
  // A body that nobody wants is let go to its end for a moment, so that its sender sees the answer.
  if (!request.complete) response.once('finish', () => dropRest(request))
  const list: Record<string, string | number | string[]> = {}
  for (const [name, value] of Object.entries(headers))
    list[name] = typeof value === 'string' ? value : [...value]
  if (body instanceof ReadableStream) {
    response.writeHead(status, list)
    // Whoever goes away ends the stream, and with it what it comes from.
    await pipeline(Readable.fromWeb(body as NodeStream), response).catch(() => response.destroy())
    return
  }
  if (body !== null) list['content-length'] = Buffer.byteLength(body)
  else if (status !== 204 && status !== 304) list['content-length'] = 0
  response.writeHead(status, list)
  // A text goes out in one piece with the headers, and bytes would be a second one: a character each.
  if (!(body instanceof Uint8Array) || body.byteLength > maxJoinedBytes) response.end(body)
  else
    response.end(
      Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('latin1'),
      'latin1',
    )
}

function dropRest(request: IncomingMessage): void {
  request.resume()
  setTimeout(() => {
    if (!request.complete) request.destroy()
  }, 500).unref()
}

const maxJoinedBytes = 16 * 1024
