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
 * For Node: reuses connections and allows 3 s for connecting. Certificates are checked, whatever the
 * environment says.
 *
 * undici is loaded with the first call, because it takes longer to load than the rest of the server.
 *
 * @see {@link https://undici.nodejs.org/#/docs/api/Agent}
 */
export async function createTransport(): Promise<Transport> {
  const { Agent } = await import('undici')
  const dispatcher = new Agent({
    connect: { timeout: connectTimeoutMs, rejectUnauthorized: true },
    connections: maxConnections,
    // The caller sets exact limits, while these are rounded to a second.
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

/** Compressed answers are never requested, but some gateways compress anyway. */
function decode(body: Readable, encoding: string | string[] | undefined): TransportBody {
  if (encoding === undefined || encoding === 'identity') return readable(body)
  const decoder = decoders[String(encoding)]?.()
  if (decoder === undefined) throw new Error('The answer has an encoding that was not requested.')
  // The decoder's reader receives errors that happen before it.
  return readable(pipeline(body, decoder, () => {}))
}

/** Reading a short body through events takes half as long as through its iterator. */
function readable(stream: Readable): TransportBody {
  return Object.assign(stream, { readBytes: (maxBytes: number) => readStream(stream, maxBytes) })
}

const decoders: Record<string, () => Transform> = {
  gzip: createGunzip,
  br: createBrotliDecompress,
  deflate: createInflate,
}

/** Converts to the Fetch API's headers for callers that need them. */
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

/** To one host. Further calls wait, within their time limits. */
const maxConnections = 128
