import type { Check } from '../Check.ts'

/** The session's cookie, and its end. */
export const sessionChecks: readonly Check[] = [
  {
    name: 'cookie',
    says: 'Cookies are HttpOnly, SameSite, for the whole host, and Secure with the prefix __Host- over https.',
    fix: 'Set-Cookie: __Host-name=…; Path=/; Secure; HttpOnly; SameSite=Lax, without Domain.',
    needs: 'siwe',
    async run({ visit, signIn, isSecure }) {
      const { cookies } = await signIn(visit())
      if (cookies.length === 0) return 'a sign-in set no cookie'
      for (const cookie of cookies) {
        const [name = ''] = cookie.split('=')
        const missing = [
          [/; *httponly/i, 'HttpOnly'],
          [/; *samesite=(?:lax|strict)/i, 'SameSite'],
          [/; *path=\/(?:;|$)/i, 'Path=/'],
          ...(isSecure
            ? [[/; *secure/i, 'Secure'] as const, [/^__Host-/, '__Host-'] as const]
            : []),
        ].find(([pattern]) => pattern instanceof RegExp && !pattern.test(cookie))
        if (missing !== undefined) return `${name} lacks ${missing[1]}`
        if (/; *domain=/i.test(cookie)) return `${name} has a Domain`
      }
      return undefined
    },
  },
  {
    name: 'fixation',
    says: 'A sign-in gives a cookie that was not there before.',
    fix: 'Make a new session identifier at each sign-in.',
    needs: 'siwe',
    async run({ visit, signIn }) {
      const visitor = visit()
      await signIn(visitor)
      const before = new Map(visitor.jar)
      await signIn(visitor)
      const isNew = [...visitor.jar].some(([name, value]) => before.get(name) !== value)
      return isNew ? undefined : 'a second sign-in kept every cookie as it was'
    },
  },
  {
    name: 'sign-out',
    says: 'Signing out ends the session for every copy of its cookie, and can be repeated.',
    fix: 'Mark the session as ended in the store; taking the cookie away is not enough.',
    needs: 'siwe',
    async run({ visit, signIn }) {
      const visitor = visit()
      await signIn(visitor)
      const copy = visitor.copy()
      for (const time of ['first', 'second']) {
        const { status } = await visitor.send('DELETE', '/session')
        if (status !== 204) return `the ${time} DELETE /session was answered by ${status}`
      }
      const { json } = await copy.send('GET', '/session')
      return json['session'] ? 'a copy of the cookie is still signed in' : undefined
    },
  },
  {
    name: 'tampering',
    says: 'A cookie that was changed is nobody’s.',
    fix: 'Seal the cookie, or look its random identifier up.',
    needs: 'siwe',
    async run({ visit, signIn }) {
      const visitor = visit()
      await signIn(visitor)
      for (const [name, value] of visitor.jar) {
        const at = Math.floor(value.length / 2)
        const letter = value[at] === 'A' ? 'B' : 'A'
        visitor.jar.set(name, value.slice(0, at) + letter + value.slice(at + 1))
      }
      const { status, json } = await visitor.send('GET', '/session')
      return status < 500 && !json['session'] ? undefined : `GET /session was answered by ${status}`
    },
  },
  {
    name: 'proxy',
    says: 'Nothing passes to the upstream without a session, and no path leaves it.',
    fix: 'List what may pass; compare whole paths after they are normalised, and refuse the rest.',
    async run({ visit, url }) {
      const paths = [
        '/upstream/user',
        '/upstream/',
        '/upstream//evil.example/user',
        '/upstream/https://evil.example/user',
        '/upstream/%2e%2e/%2e%2e/user',
        '/upstream/..%2fuser',
        '/upstream/user%00',
      ]
      for (const path of paths) {
        const { status } = await visit().send('GET', path)
        if (status < 400) return `GET ${new URL(url).pathname}${path} was answered by ${status}`
      }
      return undefined
    },
  },
]
