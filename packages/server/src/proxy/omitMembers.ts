import { findStringEnd } from '../http/findStringEnd.ts'

/**
 * Removes the members with these names from a JSON text, at any depth. All other values keep their spelling, because
 * parsing and writing them again would change numbers that are too large or too precise for JavaScript.
 *
 * @param text - valid JSON. Its syntax is not checked again.
 */
export function omitMembers(text: string, names: readonly string[]): string {
  if (names.length === 0) return text
  let index = 0

  function readValue(): string {
    skipWhitespace()
    const first = text[index]
    if (first === '{') return `{${readList('}', readMember).join()}}`
    if (first === '[') return `[${readList(']', readValue).join()}]`
    const start = index
    if (first === '"') index = findStringEnd(text, index) + 1
    else while (index < text.length && !/[\s,\]}]/.test(text[index] ?? '')) index += 1
    return text.slice(start, index)
  }

  /** Returns `undefined` for a member that is removed. */
  function readMember(): string | undefined {
    const name = readValue()
    skipWhitespace()
    // Skip the colon.
    index += 1
    const value = readValue()
    // The name may be spelled with escapes.
    return names.includes(String(JSON.parse(name))) ? undefined : `${name}:${value}`
  }

  function readList(end: string, readEntry: () => string | undefined): string[] {
    const entries: string[] = []
    // Skip the opening bracket.
    index += 1
    for (;;) {
      skipWhitespace()
      if (text[index] === end || index >= text.length) break
      const entry = readEntry()
      if (entry !== undefined) entries.push(entry)
      skipWhitespace()
      if (text[index] === ',') index += 1
    }
    index += 1
    return entries
  }

  function skipWhitespace(): void {
    while (/\s/.test(text[index] ?? '')) index += 1
  }

  return readValue()
}
