/**
 * Redacts the text of a refusal for operators: anything that looks like an email address, a URL, a wallet
 * address, a token, an id or a code is replaced by its kind.
 *
 * @example
 * redactWords('{"message":"No user ada@example.com for 0x1f…"}') // 'No user [email] for [hex]'
 */
export function redactWords(text: string): string {
  if (/^\s*<(?:!doctype|html)/i.test(text)) return ''
  let words = findWords(text)
  for (const [pattern, kind] of kinds) words = words.replaceAll(pattern, kind)
  return words
    .replaceAll(/[^\x20-\x7e]+/g, ' ')
    .trim()
    .slice(0, maxLength)
}

/** Returns the members that give the reason. A body that is not JSON is returned unchanged. */
function findWords(text: string): string {
  try {
    return collect(JSON.parse(text), 0).join(' · ').replaceAll('·', '|')
  } catch {
    // The text is not JSON.
    return text
  }
}

function collect(value: unknown, depth: number): string[] {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null || depth > 3) return []
  if (Array.isArray(value)) return value.slice(0, 5).flatMap((entry) => collect(entry, depth + 1))
  return Object.entries(value).flatMap(([name, member]) =>
    reasons.has(name.toLowerCase()) ? collect(member, depth + 1) : [],
  )
}

const reasons = new Set([
  'code',
  'detail',
  'details',
  'error',
  'errors',
  'error_description',
  'errormessage',
  'id',
  'message',
  'name',
  'reason',
  'title',
])

/** The order matters, because the later patterns also match what the earlier ones are for. */
const kinds: readonly [RegExp, string][] = [
  [/[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g, '[email]'],
  [/https?:\/\/\S+/gi, '[url]'],
  [/\beyJ[\w-]+(?:\.[\w-]*)*/g, '[token]'],
  [/\b0x[0-9a-f]+/gi, '[hex]'],
  [/\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/gi, '[id]'],
  [/\b(?=[\w+/=-]*\d)[\w+/-]{16,}={0,2}/g, '[token]'],
  [/\b[A-Za-z0-9+/]{32,}={0,2}/g, '[token]'],
  [/\b(?=[A-Za-z]*\d)[A-Za-z0-9]*\d[A-Za-z0-9]{3,}\b/g, '[code]'],
  [/\b\d[\d -]{2,}\d\b/g, '[code]'],
]

const maxLength = 200
