import { Readable, type Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream as NodeStream } from 'node:stream/web'
import type { Auth } from '../createAuth.ts'
import type { Answer } from '../frame/Answer.ts'
import { type NodeRequest, toIncoming } from './toIncoming.ts'

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
    const clientAddress = request.socket.remoteAddress
    const answer = await auth.answer(toIncoming(request), { clientAddress })
    // Whoever asked has gone, or the app has answered by itself, as a time limit of its own does.
    if (response.destroyed || response.headersSent) return
    await send(request, response, answer)
  }
}

/** As `node:http` and `node:http2` call it. */
export type NodeListener = (request: NodeRequest, response: NodeResponse) => Promise<void>

/** What a response of either is written by. */
type NodeResponse = Writable & {
  readonly headersSent: boolean
  writeHead(status: number, headers: Record<string, string | number | string[]>): unknown
}

async function send(
  request: NodeRequest,
  response: NodeResponse,
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

function dropRest(request: NodeRequest): void {
  request.resume()
  setTimeout(() => {
    if (!request.complete) request.destroy()
  }, 500).unref()
}

const maxJoinedBytes = 16 * 1024
