import { pipeline, Readable, type Transform } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import { Agent, request } from 'undici'
import { connectTimeoutMs, type Transport } from './Transport.ts'

/**
 * For Node: connections that are kept and used again, 3 s to make one. Certificates are checked
 * whatever the environment says of them.
 *
 * @see {@link https://undici.nodejs.org/#/docs/api/Agent}
 */
export function createTransport(): Transport {
  const dispatcher = new Agent({
    connect: { timeout: connectTimeoutMs, rejectUnauthorized: true },
    connections: maxConnections,
    // The limits of a call are its caller's, and exact: these round to a second.
    headersTimeout: 0,
    bodyTimeout: 0,
  })
  return async ({ method, url, headers, body, signal }) => {
    const answer = await request(url, {
      dispatcher,
      method: method as 'GET',
      headers,
      signal,
      body: body instanceof ReadableStream ? Readable.fromWeb(body as never) : (body ?? null),
    })
    return {
      status: answer.statusCode,
      headers: toHeaders(answer.headers),
      body: decode(answer.body, answer.headers['content-encoding']),
    }
  }
}

/** Nobody asked for a compressed answer, but some gateways compress all the same. */
function decode(
  body: Readable,
  encoding: string | string[] | undefined,
): AsyncIterable<Uint8Array> {
  if (encoding === undefined || encoding === 'identity') return body
  const decoder = decoders[String(encoding)]?.()
  if (decoder === undefined) throw new Error('The answer has an encoding that nobody asked for.')
  // Whoever reads from the decoder hears of what goes wrong before it.
  return pipeline(body, decoder, () => {})
}

const decoders: Record<string, () => Transform> = {
  gzip: createGunzip,
  br: createBrotliDecompress,
  deflate: createInflate,
}

function toHeaders(received: Record<string, string | string[] | undefined>): Headers {
  const headers = new Headers()
  for (const [name, value] of Object.entries(received))
    for (const entry of Array.isArray(value) ? value : [value ?? '']) headers.append(name, entry)
  return headers
}

/** To one host. Beyond them calls wait for each other, within their own time. */
const maxConnections = 128
