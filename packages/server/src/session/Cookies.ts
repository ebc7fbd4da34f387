import { stringifySetCookie } from 'cookie'
import { problem } from '../problem.ts'

/** The two cookies: who is signed in, and which browser is signing in. */
export type CookieName = 'session' | 'login'

/**
 * A request's cookies and the ones its answer will set. Names carry the `__Host-` prefix, so that
 * neither a subdomain nor plain http can plant one; `isSecure` is false for development alone.
 */
export function createCookies(header: string | null, isSecure: boolean): Cookies {
  const received = header ?? ''
  const toName = (name: CookieName) => `${isSecure ? '__Host-' : ''}kit-${name}`
  const outgoing = new Map<CookieName, string>()

  function write(name: CookieName, value: string, maxAge: number): string {
    const attributes = { path: '/', httpOnly: true, secure: isSecure, sameSite: 'lax' } as const
    return stringifySetCookie({ name: toName(name), value, maxAge, ...attributes })
  }

  return {
    read(name) {
      const values = findValues(received, toName(name))
      // Which of two is the user's own cannot be told: neither counts, as if its seal were broken.
      if (values.length > 1) return ambiguous
      return values[0] || undefined
    },
    set(name, value, maxAgeSeconds) {
      const text = write(name, value, Math.floor(maxAgeSeconds))
      // Browsers drop a larger cookie without a word.
      if (text.length >= 4096) throw problem('session_too_large')
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
  /** The value; `undefined` when there is none. For two of one name a value that no seal has. */
  read(name: CookieName): string | undefined
  /** @throws `AuthError` `session_too_large` from 4096 bytes on. */
  set(name: CookieName, value: string, maxAgeSeconds: number): void
  clear(name: CookieName): void
  /** `Set-Cookie` values of the answer. */
  outgoing(): string[]
  /** Forgets what was to be set. */
  dropOutgoing(): void
}

/**
 * Names are compared as they came, less spaces and tabs. Browsers let a subdomain set a name that begins
 * with another kind of space before `__Host-`: whoever trims that, too, takes it for ours.
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

/** Without spaces and tabs around it, and nothing else: `trim` takes away more. */
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
