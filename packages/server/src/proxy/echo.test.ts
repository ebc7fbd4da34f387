import { afterEach, expect, test } from 'vitest'
import { startBackend } from '../fixtures/startBackend.ts'
import { Secret } from '../index.ts'
import type { Upstream } from '../upstreams/Upstream.ts'

let closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing) await close()
  closing = []
})

// The memory store of this process remembers which user a credential belongs to, so every test uses different
// tokens.
let renewals = 0

/** Creates an upstream that gives each user tokens, and answers with a text that the test sets. */
async function start(write: (tokens: Tokens) => string) {
  const base = await startBackend()
  const issue = (): Tokens => {
    renewals += 1
    return {
      accessToken: `access-token-${renewals}`,
      refreshToken: `refresh-token-${renewals}`,
      machineToken: 'machine-token-of-the-app',
    }
  }
  let current = issue()
  const answer = (text: string) => ({
    status: 200,
    headers: new Headers({ 'content-type': 'application/json' }),
    bytes: new TextEncoder().encode(text),
  })
  const upstream: Upstream = {
    id: 'echo',
    siwe: {
      messageLifetimeSeconds: 600,
      verify: async ({ address }) => ({ userId: address, credential: toCredential(current) }),
    },
    authorize: (credential) => ({
      authorization: `Bearer ${Object(credential).accessToken}`,
    }),
    // A secret that the adapter obtains at run time.
    get secrets() {
      return [new Secret(current.machineToken)]
    },
    proxy: [
      { methods: ['GET'], path: '/echo', auth: 'session' },
      {
        methods: ['POST'],
        path: '/renew',
        auth: 'session',
        renew: (_answer, former) => {
          current = issue()
          return { userId: String(Object(former).userId), credential: toCredential(current) }
        },
      },
    ],
    fetch: async (path) => {
      // The token that the upstream issues for the renewal.
      const next = { ...current, accessToken: `access-token-${renewals + 1}` }
      return answer(write(path === '/renew' ? next : current))
    },
  }
  const backend = await startBackend({ upstream })
  closing.push(base.close, backend.close)
  const browser = backend.browser()
  expect((await browser.signIn()).status).toBe(200)
  return browser
}

interface Tokens {
  accessToken: string
  refreshToken: string
  machineToken: string
}
const toCredential = ({ accessToken, refreshToken }: Tokens) => ({
  accessToken,
  refreshToken,
  userId: 'user-of-the-tests',
})
const escapeAll = (text: string) =>
  [...text].map((letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`).join('')

const spellings: [string, (secret: string) => string][] = [
  ['as it is', (secret) => `{"a":"${secret}"}`],
  ['within a text', (secret) => `{"a":["of ${secret}."]}`],
  ['escaped', (secret) => `{"a":"${escapeAll(secret)}"}`],
  ['as a name', (secret) => `{"${secret}":1}`],
  ['as an escaped name', (secret) => `{"a":{"${escapeAll(secret)}":1}}`],
  ['in a member that is named twice', (secret) => `{"a":"${secret}","a":"harmless"}`],
]

for (const kind of ['accessToken', 'refreshToken', 'machineToken'] as const)
  test.for(spellings)(
    `security: E-21 the ${kind}, if echoed %s, never reaches the browser`,
    async ([, write]) => {
      const browser = await start((tokens) => write(tokens[kind]))
      const answer = await browser.get('/upstream/echo')
      expect([answer.status, answer.json]).toMatchObject([502, { code: 'upstream_invalid_answer' }])
      expect(answer.text).not.toContain('harmless')
    },
  )

test('security: E-21 a token that has just been issued by a renewal, if echoed, never reaches the browser', async () => {
  const browser = await start(({ accessToken }) => `{"a":"${accessToken}"}`)
  const answer = await browser.post('/upstream/renew', {})
  expect([answer.status, answer.json]).toMatchObject([502, { code: 'upstream_invalid_answer' }])
})

test('behavior: other values pass, including an id stored with the tokens', async () => {
  const browser = await start(() => '{"id":"user-of-the-tests","note":"token"}')
  const answer = await browser.get('/upstream/echo')
  expect([answer.status, answer.text]).toEqual([200, '{"id":"user-of-the-tests","note":"token"}'])
})
