import { parseCookie, stringifySetCookie } from 'cookie'
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
      const count = received
        .split(';')
        .filter((pair) => pair.trim().startsWith(`${toName(name)}=`)).length
      // Which of two is the user's own cannot be told: neither counts.
      if (count > 1) throw problem('session_expired')
      return parseCookie(received)[toName(name)] || undefined
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
  /** The value; `undefined` when there is none. @throws `AuthError` `session_expired` for two of one name. */
  read(name: CookieName): string | undefined
  /** @throws `AuthError` `session_too_large` from 4096 bytes on. */
  set(name: CookieName, value: string, maxAgeSeconds: number): void
  clear(name: CookieName): void
  /** `Set-Cookie` values of the answer. */
  outgoing(): string[]
  /** Forgets what was to be set. */
  dropOutgoing(): void
}
