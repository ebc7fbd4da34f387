/**
 * Whether a text is a URI by RFC 3986 (not a relative reference), in time linear in its length.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc3986#appendix-A}
 */
export function isUri(text: string): boolean {
  const match = uriPattern.exec(text)
  return match !== null && (match[1] === undefined || isAuthority(match[1]))
}

/**
 * Whether a text is an RFC 3986 authority with a host: `[userinfo@]host[:port]`.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc3986#section-3.2}
 */
export function isAuthority(text: string): boolean {
  const match = authorityPattern.exec(text)
  return match !== null && (match[1] === undefined || isIpv6(match[1]))
}

function isIpv6(text: string): boolean {
  const halves = text.split('::')
  if (halves.length > 2) return false
  let groups = 0
  for (const [index, half] of halves.entries()) {
    if (half === '') continue
    const parts = half.split(':')
    for (const [position, part] of parts.entries()) {
      const isLast = index === halves.length - 1 && position === parts.length - 1
      if (isLast && ipv4Pattern.test(part)) groups += 2
      else if (/^[0-9a-f]{1,4}$/i.test(part)) groups += 1
      else return false
    }
  }
  return halves.length === 2 ? groups < 8 : groups === 8
}

const regName = "(?:[\\w.~!$&'()*+,;=-]|%[0-9a-f]{2})"
const authorityPattern = new RegExp(
  `^(?:(?:${regName}|:)*@)?(?:\\[(?:v[0-9a-f]+\\.[\\w.~!$&'()*+,;=:-]+|([0-9a-f:.]+))\\]|${regName}+)(?::\\d*)?$`,
  'i',
)
const pathCharacter = "(?:[\\w.~!$&'()*+,;=:@/-]|%[0-9a-f]{2})"
const queryCharacter = "(?:[\\w.~!$&'()*+,;=:@/?-]|%[0-9a-f]{2})"
const uriPattern = new RegExp(
  `^[a-z][a-z0-9+.-]*:(?://([^/?#]+)(?:/${pathCharacter}*)?|(?!//)${pathCharacter}*)(?:\\?${queryCharacter}*)?(?:#${queryCharacter}*)?$`,
  'i',
)
const octet = '(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)'
const ipv4Pattern = new RegExp(`^${octet}(?:\\.${octet}){3}$`)
