import type { Check } from '../Check.ts'
import type { Visitor } from '../createVisitor.ts'

/** What a request has to look like before anything is done for it. */
export const guardChecks: readonly Check[] = [
  refuses(
    'csrf-origin',
    'A request from another site is refused.',
    'Compare Origin with your own.',
    {
      headers: { origin: 'https://evil.example' },
      body: {},
    },
  ),
  refuses('csrf-null', 'A request from a sandboxed page is refused.', 'Refuse Origin: null.', {
    headers: { origin: 'null' },
    body: {},
  }),
  refuses('csrf-no-origin', 'A request that changes something names its page.', 'Require Origin.', {
    headers: { origin: null, 'sec-fetch-site': null },
    body: {},
  }),
  refuses(
    'csrf-fetch-site',
    'What the browser calls cross-site is refused.',
    'Refuse Sec-Fetch-Site: cross-site.',
    { headers: { 'sec-fetch-site': 'cross-site' }, body: {} },
  ),
  refuses(
    'content-type',
    'Only application/json is read: forms of other sites can send anything else.',
    'Answer 415 to every other content type.',
    { headers: { 'content-type': 'text/plain' }, body: '{}' },
  ),
  refuses('bad-json', 'What is no JSON is refused.', 'Answer 400.', { body: '{"address":' }),
  refuses(
    'unknown-members',
    'A body with members of its own is refused.',
    'Read bodies strictly.',
    {
      body: { isAdmin: true },
    },
  ),
  refuses('body-size', 'A large body is refused.', 'Answer 413, and stop reading.', {
    body: JSON.stringify({ address: 'a'.repeat(200_000) }),
  }),
  refuses('body-depth', 'A deep body is refused.', 'Answer 400 beyond a few levels.', {
    body: `${'['.repeat(5000)}${']'.repeat(5000)}`,
  }),
  {
    name: 'methods',
    says: 'Each path answers to its own methods alone, and unknown paths to none.',
    fix: 'Answer 405 with Allow, and 404.',
    async run({ visit }) {
      for (const [method, path] of [
        ['GET', '/siwe/challenge'],
        ['PUT', '/siwe/challenge'],
        ['POST', '/session'],
        ['GET', '/no-such-path'],
        ['POST', '/siwe/verify/..'],
      ] as const) {
        const { status } = await visit().send(method, path, method === 'GET' ? {} : { body: {} })
        if (status < 400 || status >= 500) return `${method} ${path} was answered by ${status}`
      }
      const override = await visit().send('POST', '/session', {
        body: {},
        headers: { 'x-http-method-override': 'GET' },
      })
      return override.status < 400 ? 'X-HTTP-Method-Override is obeyed' : undefined
    },
  },
  {
    name: 'cors',
    says: 'No other origin may read the answers.',
    fix: 'Send no Access-Control-Allow-Origin.',
    async run({ visit }) {
      const headers = { origin: 'https://evil.example' }
      const { headers: answered } = await visit().send('GET', '/session', { headers })
      const allowed = answered.get('access-control-allow-origin')
      return allowed === null ? undefined : `Access-Control-Allow-Origin is ${allowed}`
    },
  },
]

function refuses(name: string, says: string, fix: string, init: Visitor.Init): Check {
  return {
    name,
    says,
    fix,
    async run({ visit }) {
      // Whichever method is offered: one of the two paths is there.
      for (const path of ['/siwe/challenge', '/otp/start']) {
        const { status, cookies } = await visit().send('POST', path, init)
        if (status < 400 || status >= 500) return `POST ${path} was answered by ${status}`
        if (cookies.length > 0) return `POST ${path} set a cookie`
      }
      return undefined
    },
  }
}
