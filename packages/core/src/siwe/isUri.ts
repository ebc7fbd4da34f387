/**
 * Whether a text is a URI by RFC 3986 (not a relative reference), in time linear in its length.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc3986#appendix-A}
 */
export function isUri(text: string): boolean {
  const match = uriPattern.exec(text)
  return match !== null && !brokenEscape.test(text) && (match[1] === undefined || isIpv6(match[1]))
}

/** Eight groups of up to four digits, or fewer around one `::`. The last two groups may be written as IPv4. */
function isIpv6(text: string): boolean {
  const halves = text.replace(ipv4AtEnd, '0:0').split('::')
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')))
  const isFull = halves[1] === undefined ? groups.length === 8 : groups.length < 8
  return isFull && halves.length < 3 && groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))
}

const plain = "-\\w.~!$&'()*+,;="
/** Percent signs are allowed here and checked afterwards, because an alternation in a loop is slower. */
const common = `${plain}%`
const path = `[${common}:@/]*`
const query = `[${common}:@/?]*`
const uriPattern = new RegExp(
  `^[a-z][a-z0-9+.-]*:(?://(?:[${common}:]*@)?(?:\\[(?:v[0-9a-f]+\\.[${plain}:]+|([0-9a-f:.]{2,45}))\\]|[${common}]*)(?::\\d*)?(?:/${path})?|(?!//)${path})(?:\\?${query})?(?:#${query})?$`,
  'i',
)
const brokenEscape = /%(?![0-9a-f]{2})/i
const octet = '(?:25[0-5]|(?:2[0-4]|1\\d|[1-9]?)\\d)'
const ipv4AtEnd = new RegExp(`\\b(?:${octet}\\.){3}${octet}$`)
