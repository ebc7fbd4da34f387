import { findStringEnd } from './findStringEnd.ts'

/**
 * Whether an object in a JSON text has two members with the same name, in any spelling (`"a"` or `"\u0061"`). Parsers
 * differ in which of the two they use, so the value that is checked here might not be the one that another program
 * reads.
 *
 * @param text - valid JSON. Its syntax is not checked again.
 */
export function hasDuplicateMembers(text: string): boolean {
  /** The member names of each object that is open at this point; `undefined` for an array. */
  const open: (Set<string> | undefined)[] = []
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index]
    if (character === '{') open.push(new Set())
    else if (character === '[') open.push(undefined)
    else if (character === '}' || character === ']') open.pop()
    else if (character === '"') {
      const end = findStringEnd(text, index)
      const names = open.at(-1)
      if (names !== undefined && isName(text, end)) {
        const name: unknown = JSON.parse(text.slice(index, end + 1))
        if (names.has(String(name))) return true
        names.add(String(name))
      }
      index = end
    }
  }
  return false
}

/** Whether the string that ends at `end` is a member's name, that is, whether a colon follows. */
function isName(text: string, end: number): boolean {
  let next = end + 1
  while (/\s/.test(text[next] ?? '')) next += 1
  return text[next] === ':'
}
