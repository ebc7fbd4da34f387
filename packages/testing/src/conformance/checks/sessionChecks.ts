import type { Check, Stage } from '../Check.ts'
import { expectRefusal, isSignedIn } from './expectRefusal.ts'

const needsSignIn = ({ canSignIn }: Stage) =>
  canSignIn ? undefined : 'nothing here can sign in: neither a wallet nor a code that can be read'

/** Checks of the session, its cookie and its end. */
export const sessionChecks: readonly Check[] = [
  {
    name: 'no-session',
    says: 'A browser without cookies has no session, and no cookie is set for it.',
    fix: 'Answer GET /session with { session: null, methods } and without Set-Cookie.',
    async run({ visit }) {
      const { status, json, cookies } = await visit().send('GET', '/session')
      if (status !== 200 || json['session'] !== null)
        return `GET /session was answered with ${status} ${JSON.stringify(json['session'])}`
      return cookies.length === 0 ? undefined : 'GET /session set a cookie'
    },
  },
  {
    name: 'unknown-cookies',
    says: 'Cookies that nobody issued mean no session, and no error.',
    fix: 'Treat a cookie that cannot be read as absent.',
    skipReason: needsSignIn,
    async run({ visit, signIn }) {
      const signedIn = visit()
      await signIn(signedIn)
      for (const value of ['x', '%', 'null', '__proto__', '.'.repeat(3000)]) {
        const visitor = visit()
        for (const name of signedIn.jar.keys()) visitor.jar.set(name, value)
        const { status, json } = await visitor.send('GET', '/session')
        if (status !== 200 || json['session'] !== null)
          return `GET /session was answered with ${status} ${JSON.stringify(json['session'])}`
      }
      return undefined
    },
  },
  {
    name: 'cookie',
    says: 'Cookies are HttpOnly, SameSite, for the whole host, and Secure with the prefix __Host- over https.',
    fix: 'Set-Cookie: __Host-name=…; Path=/; Secure; HttpOnly; SameSite=Lax, without Domain.',
    skipReason: needsSignIn,
    async run({ visit, signIn, isSecure }) {
      const { cookies } = await signIn(visit())
      if (cookies.length === 0) return 'a sign-in set no cookie'
      const rules: readonly [RegExp, string][] = [
        [/; *httponly/i, 'HttpOnly'],
        [/; *samesite=(?:lax|strict)/i, 'SameSite=Lax'],
        [/; *path=\/(?:;|$)/i, 'Path=/'],
      ]
      const secureRules: readonly [RegExp, string][] = [
        [/; *secure/i, 'Secure'],
        [/^__Host-/, '__Host-'],
      ]
      for (const cookie of cookies) {
        const [name = ''] = cookie.split('=')
        const missing = [...rules, ...(isSecure ? secureRules : [])].find(
          ([pattern]) => !pattern.test(cookie),
        )
        if (missing !== undefined) return `${name} lacks ${missing[1]}`
        if (/; *domain=/i.test(cookie)) return `${name} has a Domain`
        if (cookie.length >= 4096) return `${name} is too large for browsers`
      }
      return undefined
    },
  },
  {
    name: 'fixation',
    says: 'Each sign-in gives the session cookie a new value.',
    fix: 'Create a new session identifier at each sign-in.',
    skipReason: needsSignIn,
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
    name: 'former-session',
    says: 'A second sign-in in the same browser ends the first session.',
    fix: 'When the new session is open, end the browser’s previous one.',
    skipReason: needsSignIn,
    async run({ visit, signIn }) {
      const visitor = visit()
      await signIn(visitor)
      const former = visitor.copy()
      await signIn(visitor)
      return (await isSignedIn(former))
        ? 'a copy of the first cookie is still signed in'
        : undefined
    },
  },
  {
    name: 'sign-out',
    says: 'Signing out ends the session for every copy of its cookie.',
    fix: 'End the session in the store; clearing the cookie is not enough.',
    skipReason: needsSignIn,
    async run({ visit, signIn }) {
      const visitor = visit()
      await signIn(visitor)
      const copy = visitor.copy()
      const { status } = await visitor.send('DELETE', '/session')
      if (status !== 204) return `DELETE /session was answered with ${status}`
      if (await isSignedIn(visitor)) return 'the browser is still signed in'
      return (await isSignedIn(copy)) ? 'a copy of the cookie is still signed in' : undefined
    },
  },
  {
    name: 'sign-out-cookie',
    says: 'Signing out clears the cookie.',
    fix: 'Send Set-Cookie with Max-Age=0 for the session cookie.',
    skipReason: needsSignIn,
    async run({ visit, signIn }) {
      const visitor = visit()
      const { cookies } = await signIn(visitor)
      const { cookies: cleared } = await visitor.send('DELETE', '/session')
      const names = cookies.filter((cookie) => !/max-age=0/i.test(cookie)).map(nameOf)
      return cleared.some((cookie) => names.includes(nameOf(cookie)))
        ? undefined
        : 'DELETE /session cleared no cookie'
    },
  },
  {
    name: 'sign-out-again',
    says: 'Signing out can be repeated, even without a session.',
    fix: 'Answer DELETE /session with 204 whether there is a session or not.',
    async run({ visit }) {
      const visitor = visit()
      for (const time of ['first', 'second']) {
        const { status } = await visitor.send('DELETE', '/session')
        if (status !== 204) return `the ${time} DELETE /session was answered with ${status}`
      }
      return undefined
    },
  },
  {
    name: 'tampering',
    says: 'A cookie that was changed means no session.',
    fix: 'Look up a random identifier, or seal the cookie.',
    skipReason: needsSignIn,
    async run({ visit, signIn }) {
      const signedIn = visit()
      await signIn(signedIn)
      for (const part of [0.1, 0.5, 0.9]) {
        const visitor = signedIn.copy()
        for (const [name, value] of visitor.jar) {
          const at = Math.floor(value.length * part)
          const letter = value[at] === 'A' ? 'B' : 'A'
          visitor.jar.set(name, value.slice(0, at) + letter + value.slice(at + 1))
        }
        const { status, json } = await visitor.send('GET', '/session')
        if (status >= 500 || json['session']) return `GET /session was answered with ${status}`
      }
      return undefined
    },
  },
  {
    name: 'proxy-without-session',
    says: 'Nothing reaches the upstream without a session.',
    fix: 'Look for the session first, and answer 401 session_missing.',
    async run({ visit }) {
      const { status } = await visit().send('GET', '/upstream/user')
      return status >= 400 && status < 500 ? undefined : `it was answered with ${status}`
    },
  },
  {
    name: 'proxy-paths',
    says: 'No path leads out of the upstream’s list.',
    fix: 'List what may pass; compare whole paths after they are normalized, and refuse the rest.',
    async run(stage) {
      const visitor = stage.visit()
      if (stage.canSignIn) await stage.signIn(visitor)
      const paths = [
        '/upstream/',
        '/upstream//evil.example/user',
        '/upstream/https://evil.example/user',
        '/upstream/%2e%2e/%2e%2e/user',
        '/upstream/..%2fuser',
        '/upstream/user%00',
        '/upstream/no-such-path',
      ]
      for (const path of paths) {
        const { status } = await visitor.send('GET', path)
        if (status < 400 || status >= 500)
          return `GET ${new URL(stage.url).pathname}${path} was answered with ${status}`
      }
      return undefined
    },
  },
  {
    name: 'proxy-origin',
    says: 'A request from another site does not reach the upstream.',
    fix: 'Check Origin and Sec-Fetch-Site for /upstream/* as well.',
    async run(stage) {
      const visitor = stage.visit()
      if (stage.canSignIn) await stage.signIn(visitor)
      const answer = await visitor.send('POST', '/upstream/user', {
        body: {},
        headers: { origin: 'https://evil.example' },
      })
      return expectRefusal(answer, 'origin_not_allowed')
    },
  },
  {
    name: 'methods',
    says: 'Each path answers only to its methods.',
    fix: 'Answer 405 method_not_allowed with the header Allow.',
    async run({ visit, methods }) {
      const wrong: readonly (readonly [string, string])[] = [
        ['POST', '/session'],
        ['PUT', '/session'],
        ...(methods.includes('siwe')
          ? ([
              ['GET', '/siwe/challenge'],
              ['PUT', '/siwe/challenge'],
              ['GET', '/siwe/verify'],
            ] as const)
          : []),
        ...(methods.includes('email-otp')
          ? ([
              ['GET', '/otp/start'],
              ['GET', '/otp/verify'],
            ] as const)
          : []),
      ]
      for (const [method, path] of wrong) {
        const answer = await visit().send(method, path, method === 'GET' ? {} : { body: {} })
        const fault = expectRefusal(answer, 'method_not_allowed')
        if (fault !== undefined) return fault
        if (!answer.headers.has('allow')) return `${method} ${path} was refused without Allow`
      }
      return undefined
    },
  },
  {
    name: 'method-override',
    says: 'No header changes the method of a request.',
    fix: 'Ignore X-HTTP-Method-Override.',
    async run({ visit }) {
      const headers = { 'x-http-method-override': 'GET' }
      const { status } = await visit().send('POST', '/session', { body: {}, headers })
      return status < 400 ? 'X-HTTP-Method-Override is obeyed' : undefined
    },
  },
  {
    name: 'unknown-paths',
    says: 'A path that the contract does not have is answered with 404.',
    fix: 'Answer 404 not_found.',
    run: async ({ visit }) =>
      expectRefusal(await visit().send('GET', '/no-such-path'), 'not_found'),
  },
  {
    name: 'cors',
    says: 'No other origin may read the answers.',
    fix: 'Send no Access-Control-Allow-Origin.',
    async run({ visit }) {
      for (const method of ['GET', 'OPTIONS']) {
        const headers = {
          origin: 'https://evil.example',
          'access-control-request-method': method === 'OPTIONS' ? 'POST' : null,
        }
        const { headers: answered } = await visit().send(method, '/session', { headers })
        const allowed = answered.get('access-control-allow-origin')
        if (allowed !== null) return `Access-Control-Allow-Origin is ${allowed}`
      }
      return undefined
    },
  },
]

function nameOf(cookie: string): string | undefined {
  return cookie.split('=')[0]
}
