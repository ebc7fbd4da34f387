import { pipeline, Readable, type Transform } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import { readStream } from './readStream.ts'
import {
  type AnswerHeaders,
  connectTimeoutMs,
  type Transport,
  type TransportBody,
} from './Transport.ts'

/**
 * Creates the transport for Node. It reuses connections and allows 3 s for connecting. TLS certificates are
 * checked, even if an environment variable disables that.
 *
 * undici is loaded for the first call, because it takes longer to load than the rest of the server.
 *
 * @see {@link https://undici.nodejs.org/#/docs/api/Agent}
 */
export async function createTransport(): Promise<Transport> {
  const { Agent } = await import('undici')
  const dispatcher = new Agent({
    connect: { timeout: connectTimeoutMs, rejectUnauthorized: true },
    connections: maxConnections,
    // Disabled, because undici rounds these limits to a second. The caller has exact ones.
    headersTimeout: 0,
    bodyTimeout: 0,
  })
  return async ({ method, url, headers, body, signal }) => {
    const pathAt = url.indexOf('/', 'https://'.length)
    const answer = await dispatcher.request({
      origin: url.slice(0, pathAt),
      path: url.slice(pathAt),
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

/** Decompresses a body. Compressed answers are never requested, but some gateways compress anyway. */
function decode(body: Readable, encoding: string | string[] | undefined): TransportBody {
  if (encoding === undefined || encoding === 'identity') return readable(body)
  const decoder = decoders[String(encoding)]?.()
  if (decoder === undefined) throw new Error('The answer has an encoding that was not requested.')
  // Errors before the decoder also reach the reader of the decoder, so they need not be handled here.
  return readable(pipeline(body, decoder, () => {}))
}

/** Adds `readBytes`, because reading a short body through events takes half as long as through its iterator. */
function readable(stream: Readable): TransportBody {
  return Object.assign(stream, { readBytes: (maxBytes: number) => readStream(stream, maxBytes) })
}

const decoders: Record<string, () => Transform> = {
  gzip: createGunzip,
  br: createBrotliDecompress,
  deflate: createInflate,
}

/** Converts headers to the Fetch API's interface. */
function toHeaders(received: Record<string, string | string[] | undefined>): AnswerHeaders {
  const toList = (value: string | string[] | undefined) =>
    value === undefined ? [] : [value].flat()
  return {
    get(name) {
      const values = toList(received[name.toLowerCase()])
      return values.length === 0 ? null : values.join(', ')
    },
    getSetCookie: () => toList(received['set-cookie']),
  }
}

/** The maximum number of connections to one host. Further calls wait, within their time limits. */
const maxConnections = 128
