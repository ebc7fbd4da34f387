import { pipeline, Readable, type Transform } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import { Agent } from 'undici'
import { readStream } from './readStream.ts'
import {
  type AnswerHeaders,
  connectTimeoutMs,
  type Transport,
  type TransportBody,
} from './Transport.ts'

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

/** Nobody asked for a compressed answer, but some gateways compress all the same. */
function decode(body: Readable, encoding: string | string[] | undefined): TransportBody {
  if (encoding === undefined || encoding === 'identity') return readable(body)
  const decoder = decoders[String(encoding)]?.()
  if (decoder === undefined) throw new Error('The answer has an encoding that nobody asked for.')
  // Whoever reads from the decoder hears of what goes wrong before it.
  return readable(pipeline(body, decoder, () => {}))
}

/** Read by its events a short body takes half of the time that its iterator takes. */
function readable(stream: Readable): TransportBody {
  return Object.assign(stream, { readBytes: (maxBytes: number) => readStream(stream, maxBytes) })
}

const decoders: Record<string, () => Transform> = {
  gzip: createGunzip,
  br: createBrotliDecompress,
  deflate: createInflate,
}

/** What the Fetch API would make of them, for those who ask. */
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

/** To one host. Beyond them calls wait for each other, within their own time. */
const maxConnections = 128
