import type { Readable } from 'node:stream'

/**
 * Reads a whole Node stream through its events, because for a short body its iterator takes longer than the
 * rest of the call. Resolves to `undefined` as soon as more than `maxBytes` have arrived. The caller then has
 * to close the stream.
 */
export function readStream(
  stream: Readable,
  maxBytes: number,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  return new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = []
    let length = 0
    stream.on('data', (chunk: Uint8Array) => {
      length += chunk.byteLength
      if (length > maxBytes) resolve(undefined)
      else chunks.push(chunk)
    })
    stream.once('end', () => resolve(new Uint8Array(Buffer.concat(chunks))))
    stream.once('error', reject)
    stream.once('close', () => {
      if (!stream.readableEnded) reject(new Error('The stream was closed before its end.'))
    })
  })
}
