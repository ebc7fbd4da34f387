import { problem } from '../problem.ts'

/**
 * Passes a body on as it comes, always some bytes behind: as many as it takes to see a secret whole
 * before its first byte has gone out. The answer then breaks off; it never ends as if it were whole.
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

/** How a text is written in what is no JSON: as it is, in addresses, and inside of other texts. */
function spell(secret: string): Uint8Array[] {
  const spellings = [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)]
  return [...new Set([...spellings, secret.replaceAll('/', '\\/')])].map((text) =>
    new TextEncoder().encode(text),
  )
}

/** One character for each byte, so that bytes are found by the text search that every runtime has. */
function toText(bytes: Uint8Array): string {
  return new TextDecoder('latin1').decode(bytes)
}
