import { encodeText } from '../keys/encodings.ts'
import { problem } from '../problem.ts'

/**
 * Passes on a body as it arrives, but delayed by enough bytes to recognize a secret before its first byte is
 * sent. If it finds one, it rejects, so the browser's connection breaks instead of ending as if the answer were
 * complete.
 *
 * @throws `AuthError` `upstream_invalid_answer`.
 */
export async function* stopAtSecret(
  body: AsyncIterable<Uint8Array>,
  secrets: readonly string[],
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const needles = secrets.flatMap(listEncodings).map(toText)
  const longest = Math.max(1, ...needles.map(({ length }) => length))
  let held = new Uint8Array(0)
  for await (const chunk of body) {
    const window = new Uint8Array(held.length + chunk.length)
    window.set(held)
    window.set(chunk, held.length)
    const text = toText(window)
    if (needles.some((needle) => text.includes(needle))) throw problem('upstream_invalid_answer')
    const cut = Math.max(0, window.length - (longest - 1))
    held = window.slice(cut)
    if (cut > 0) yield window.subarray(0, cut)
  }
  if (held.length > 0) yield held
}

/** The ways in which a secret can be written in a body: unchanged, URL-encoded, and JSON-encoded. */
function listEncodings(secret: string): Uint8Array[] {
  const spellings = [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)]
  return [...new Set([...spellings, secret.replaceAll('/', '\\/')])].map((text) => encodeText(text))
}

/** Converts each byte to one character, because every runtime can search texts, but not bytes. */
function toText(bytes: Uint8Array): string {
  return new TextDecoder('latin1').decode(bytes)
}
