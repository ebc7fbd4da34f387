import { stringifySetCookie } from 'cookie'
import { problem } from '../problem.ts'

/**
 * `session` identifies the session, `login` a browser that is signing in, and `device` a browser that has
 * signed in before.
 */
type CookieName = 'session' | 'login' | 'device'

/** How this deployment names its cookies, and which attributes they have. */
export interface CookieStyle {
  /** Whether cookies are `Secure` and have the `__Host-` prefix: always, if the app is served over https. */
  readonly isSecure: boolean
  /** The first part of the cookies' names, after the `__Host-` prefix. */
  readonly name: string
  /**
   * The port of a development server, which is part of the names because browsers share cookies between all
   * ports of a host.
   */
  readonly port: string
  /** Whether cookies are also sent in a frame of another site, in a separate cookie jar for each site (CHIPS). */
  readonly isFramed: boolean
}

/**
 * The cookies of a request, and those that its answer will set. Their names have the `__Host-` prefix, so that
 * neither a subdomain nor a plain http response can set them. Only development over plain http omits the
 * prefix.
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
    // The Kit's values contain only letters, digits, `-`, `_` and `.`, which need no encoding. The library
    // throws for anything else.
    const options = { encode: String }
    const cookie = { name: toName(name), value, maxAge, path: '/', httpOnly: true, ...place }
    return stringifySetCookie(cookie, options)
  }

  return {
    read(name) {
      const values = findValues(received, toName(name))
      // It is unknown which of the two belongs to the user, so both are treated as invalid.
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
  /**
   * The value, or `undefined` if there is no such cookie. If a request has two cookies with this name, the
   * value is invalid.
   */
  read(name: CookieName): string | undefined
  /**
   * @throws `AuthError` `upstream_invalid_answer` for a cookie of 4096 bytes or more, which means that the
   * upstream's data is too large.
   */
  set(name: CookieName, value: string, maxAgeSeconds: number): void
  clear(name: CookieName): void
  /** The `Set-Cookie` values of the answer. */
  outgoing(): string[]
  /** Drops the cookies that were to be set. */
  dropOutgoing(): void
}

/**
 * Compares names after removing only spaces and tabs. Browsers let a subdomain set a name in which a different kind
 * of space precedes `__Host-`. A server that trims that space as well would accept the subdomain's cookie.
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
