import { encodeText } from '../keys/encodings.ts'
import { problem } from '../problem.ts'

/**
 * Passes a body on as it arrives, but delayed by enough bytes to recognize a secret before its first byte is
 * sent. If there is one, the answer is cut off, and never ends as if it were complete.
 *
 * @throws `AuthError` `upstream_invalid_answer`.
 */
export async function* holdBack(
  body: AsyncIterable<Uint8Array>,
  secrets: readonly string[],
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const needles = secrets.flatMap(spell).map(toText)
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

/** The spellings of a secret outside of JSON: as it is, in URLs, and inside of other texts. */
function spell(secret: string): Uint8Array[] {
  const spellings = [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)]
  return [...new Set([...spellings, secret.replaceAll('/', '\\/')])].map((text) => encodeText(text))
}

/** One character for each byte, so that the text search of every runtime can find bytes. */
function toText(bytes: Uint8Array): string {
  return new TextDecoder('latin1').decode(bytes)
}
