import type { Readable } from 'node:stream'

/**
 * Reads a whole Node stream through its events, because its iterator takes longer than everything else for a
 * short body. Returns `undefined` as soon as there are more than `maxBytes`; the caller then has to end the
 * rest.
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
