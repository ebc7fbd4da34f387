/**
 * Normalizes an email address that a person typed or pasted. `Ada <ada@example.com>`, `mailto:` links, quotation
 * marks around the address, invisible marks, full-width letters, typographic apostrophes and a trailing dot are
 * accepted. The domain is written as in DNS, by the platform's IDNA (UTS 46, as in the URL standard):
 * `ivan@пример.рф` becomes `ivan@xn--e1afmkfd.xn--p1ai`, and a domain that a browser has already converted stays as
 * it is. Letters of any script are accepted before the `@` (RFC 6531); the backend decides whether the mail server
 * accepts them.
 *
 * @returns `undefined` for anything that cannot be an address.
 * @example
 * normalizeEmail(' Ada@Example.com. ') // 'Ada@example.com'
 */
export function normalizeEmail(text: string): string | undefined {
  const plain = text
    .slice(0, 1000)
    .normalize('NFC')
    .replace(/[\p{Cf}\p{Cc}]/gu, '')
    .replace(/[’‘ʼ＇]/g, "'")
    .replaceAll('＠', '@')
    .replace(/[\s.,;]+$/, '')
    .trim()
    .replace(quoted, '$1')
  const address = (/<([^<>]*)>$/.exec(plain)?.[1] ?? plain).replace(/^mailto:/i, '').trim()
  const at = address.lastIndexOf('@')
  const local = address.slice(0, at).normalize('NFKC')
  if (at < 1 || !localPart.test(local) || lengthInBytes(local) > 64) return undefined
  const domain = toAsciiDomain(address.slice(at + 1))
  const email = `${local}@${domain}`
  return domain === undefined || email.length > 254 ? undefined : email
}

/** No domain ends with a quotation mark, so a pair around the text is not part of the address. */
const quoted = /^["'“”„«»‹›`](.+)["'“”„«»‹›`]$/u

function toAsciiDomain(domain: string): string | undefined {
  // A URL parser would read these as the end of the host, or as a part before it.
  if (/[\s/?#@:\\[\]%]/.test(domain)) return undefined
  try {
    const { hostname } = new URL(`http://${domain.replace(/[.。．｡]+$/u, '')}`)
    return domainName.test(hostname) ? hostname : undefined
  } catch {
    return undefined
  }
}

const lengthInBytes = (text: string) => new TextEncoder().encode(text).length

/** The dot-atom of RFC 5322, with the letters of RFC 6531. */
const localPart =
  /^[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+(?:\.[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u

/** At least two labels, the last of which is not a number: that would be an IP address. */
const domainName =
  /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{2,59})$/
