import { stringifySetCookie } from 'cookie'
import { problem } from '../problem.ts'

/** The cookies: the session, the browser that is signing in, and a browser that has signed in before. */
type CookieName = 'session' | 'login' | 'device'

/** The names of this deployment's cookies, and where browsers send them. */
export interface CookieStyle {
  /** Whether they have `Secure` and the `__Host-` prefix, which is always so if the app is served by https. */
  readonly isSecure: boolean
  /** The beginning of their names, after the prefix. */
  readonly name: string
  /** The port of a development server, because browsers share cookies between all ports of a host. */
  readonly port: string
  /** Whether they are sent inside a frame of another site, which then has separate cookies (CHIPS). */
  readonly isFramed: boolean
}

/**
 * A request's cookies, and those that its answer will set. Names have the `__Host-` prefix, so that neither a
 * subdomain nor plain http can plant one. Only development by plain http goes without it.
 *
 * @see {@link https://privacycg.github.io/CHIPS/}
 */
export function createCookies(header: string | null, style: CookieStyle): Cookies {
  const received = header ?? ''
  const { isSecure, isFramed } = style
  const suffix = style.port === '' ? '' : `-${style.port}`
  const toName = (name: CookieName) => `${isSecure ? '__Host-' : ''}${style.name}-${name}${suffix}`
  const outgoing = new Map<CookieName, string>()

  function write(name: CookieName, value: string, maxAge: number): string {
    const place = isFramed
      ? ({ secure: true, sameSite: 'none', partitioned: true } as const)
      : ({ secure: isSecure, sameSite: 'lax' } as const)
    // Our values have only letters, digits, `-`, `_` and `.`. Anything else would be refused here.
    const options = { encode: String }
    const cookie = { name: toName(name), value, maxAge, path: '/', httpOnly: true, ...place }
    return stringifySetCookie(cookie, options)
  }

  return {
    read(name) {
      const values = findValues(received, toName(name))
      // Nobody can tell which of the two is the user's, so neither counts, as if its seal were broken.
      if (values.length > 1) return ambiguous
      return values[0] || undefined
    },
    set(name, value, maxAgeSeconds) {
      const text = write(name, value, Math.floor(maxAgeSeconds))
      // Browsers silently drop larger cookies.
      if (text.length >= 4096) throw problem('upstream_invalid_answer')
      outgoing.set(name, text)
    },
    clear(name) {
      outgoing.set(name, write(name, '', 0))
    },
    outgoing: () => [...outgoing.values()],
    dropOutgoing: () => outgoing.clear(),
  }
}

export interface Cookies {
  /** The value, or `undefined` if there is none. Two cookies with one name give a value that no seal has. */
  read(name: CookieName): string | undefined
  /**
   * @throws `AuthError` `upstream_invalid_answer` from 4096 bytes on, because the upstream's data is too
   * large.
   */
  set(name: CookieName, value: string, maxAgeSeconds: number): void
  clear(name: CookieName): void
  /** The `Set-Cookie` values of the answer. */
  outgoing(): string[]
  /** Drops the cookies that were to be set. */
  dropOutgoing(): void
}

/**
 * Compares names as received, without spaces and tabs. Browsers let a subdomain set a name that starts with
 * another kind of space before `__Host-`, and a server that trims that too would take it for ours.
 */
function findValues(header: string, name: string): string[] {
  const values: string[] = []
  for (const pair of header.split(';')) {
    const equals = pair.indexOf('=')
    if (equals > 0 && trimBlanks(pair.slice(0, equals)) === name)
      values.push(trimBlanks(pair.slice(equals + 1)))
  }
  return values
}

/** Removes surrounding spaces and tabs. `trim` would remove more. */
function trimBlanks(text: string): string {
  let [start, end] = [0, text.length]
  while (start < end && isBlank(text[start])) start += 1
  while (end > start && isBlank(text[end - 1])) end -= 1
  return text.slice(start, end)
}

function isBlank(character: string | undefined): boolean {
  return character === ' ' || character === '\t'
}

const ambiguous = 'ambiguous'
