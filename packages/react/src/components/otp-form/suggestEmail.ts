/**
 * Returns the address that the user probably meant, if its domain is one typing error away from a common one.
 *
 * @returns `undefined` if the domain is common, or not similar to one.
 * @example
 * suggestEmail('ada@gmial.com') // 'ada@gmail.com'
 */
export function suggestEmail(email: string): string | undefined {
  const at = email.lastIndexOf('@')
  const domain = email.slice(at + 1).toLowerCase()
  if (at < 1 || domains.includes(domain) || others.includes(domain)) return undefined
  const found = domains.find((known) => isOneSlipAway(domain, known)) ?? correctEnding(domain)
  return found === undefined ? undefined : email.slice(0, at + 1) + found
}

/** Corrects `.con` and similar endings, which are not top-level domains. */
function correctEnding(domain: string): string | undefined {
  const mended = domain
    .replace(/\.(?:con|cmo|ocm|comm|vom|xom|cpm)$/, '.com')
    .replace(/\.(?:nte|ent)$/, '.net')
  return mended === domain ? undefined : mended
}

/**
 * Whether a text differs from a known domain by one additional, missing or wrong character, or by two swapped
 * ones. Short names are excluded, because too many texts are similar to them.
 */
function isOneSlipAway(text: string, known: string): boolean {
  if (known.length < 7 || Math.abs(text.length - known.length) > 1) return false
  let start = 0
  while (start < known.length && text[start] === known[start]) start += 1
  const [rest, knownRest] = [text.slice(start), known.slice(start)]
  const [first = '', second = ''] = rest
  return (
    rest.slice(1) === knownRest ||
    rest === knownRest.slice(1) ||
    rest.slice(1) === knownRest.slice(1) ||
    second + first + rest.slice(2) === knownRest
  )
}

/** Domains that exist although they are one typing error away from a better known one. */
const others = ['mail.com', 'ymail.com', 'email.com', 'rocketmail.com', 'gmx.com']

/** The domains of most personal mailboxes. No two of them are one typing error apart. */
const domains = [
  'gmail.com',
  'googlemail.com',
  'yahoo.com',
  'yahoo.co.jp',
  'yahoo.co.uk',
  'hotmail.com',
  'outlook.com',
  'icloud.com',
  'protonmail.com',
  'proton.me',
  'live.com',
  'aol.com',
  'gmx.de',
  'gmx.net',
  'web.de',
  't-online.de',
  'yandex.ru',
  'mail.ru',
  'orange.fr',
  'libero.it',
  'naver.com',
  'docomo.ne.jp',
]
