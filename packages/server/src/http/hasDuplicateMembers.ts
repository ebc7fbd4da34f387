/**
 * Whether an object in a JSON text repeats a member, however it is spelled. Parsers differ in which of the
 * two they use, so what was checked here might not be what is read there.
 *
 * @param text - JSON that has been parsed before, so its syntax is not checked again.
 */
export function hasDuplicateMembers(text: string): boolean {
  /** The names of each open object; `undefined` for an array. */
  const open: (Set<string> | undefined)[] = []
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index]
    if (character === '{') open.push(new Set())
    else if (character === '[') open.push(undefined)
    else if (character === '}' || character === ']') open.pop()
    else if (character === '"') {
      const end = findEnd(text, index)
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

/** Returns the end of the string that begins at `start`. */
function findEnd(text: string, start: number): number {
  for (let index = start + 1; index < text.length; index += 1)
    if (text[index] === '\\') index += 1
    else if (text[index] === '"') return index
  return text.length
}

/** Whether a colon comes next. */
function isName(text: string, end: number): boolean {
  let next = end + 1
  while (/\s/.test(text[next] ?? '')) next += 1
  return text[next] === ':'
}
