import { once } from 'node:events'
import { createServer } from 'node:http'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { createBrowser, origin, secret } from '../fixtures/startBackend.ts'
import { createAuth, memoryStore } from '../index.ts'
import { toNodeListener } from '../mount/node.ts'
import type { CodeMail } from '../upstreams/self-hosted/index.ts'
import { selfHosted, sqliteUsers } from '../upstreams/self-hosted/index.ts'

// Parts of words with an escaped letter. cspell:ignore xample stra

/* Hostile requests to every call of a self-hosted backend, over HTTP. */
const unlimited = { points: 1_000_000, durationSeconds: 60 }
const mails: CodeMail[] = []
const events: { type: string; code?: string | undefined }[] = []
const errors: unknown[] = []
const store = memoryStore()
const users = sqliteUsers({ file: ':memory:' })
const start = (own: Partial<createAuth.Options> = {}) =>
  createAuth({
    upstream: selfHosted({ users, sendCode: async (mail) => void mails.unshift(mail) }),
    store,
    origin,
    secret,
    trustedProxyHops: 1,
    otp: { answerQuantumMs: 0 },
    limits: {
      'otp-start-global': unlimited,
      'otp-start-per-client': unlimited,
      'otp-start-per-identifier': unlimited,
      'otp-start-per-identifier-daily': unlimited,
      'otp-verify-per-client': unlimited,
      'siwe-verify-per-client': unlimited,
      'siwe-challenge-per-client': unlimited,
    },
    onEvent: (event) => void events.push(event),
    onError: (error) => void errors.push(error),
    ...own,
  })
const auth = start()
const server = createServer(toNodeListener(auth))
// A kept connection must not end while this process is busy.
server.keepAliveTimeout = 0
let url = ''
beforeAll(async () => {
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const address = server.address()
  url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
})
afterAll(async () => {
  server.closeAllConnections()
  server.close()
  await users.close()
  expect(errors).toEqual([])
})

type Browser = ReturnType<typeof createBrowser>
/** Creates a browser that calls the backend over HTTP. */
const open = (headers: Record<string, string> = {}) =>
  createBrowser((request) => {
    const { pathname, search } = new URL(request.url)
    return fetch(new Request(url + pathname + search, request))
  }, headers)
const createAccount = () => privateKeyToAccount(generatePrivateKey())
const createEmail = () => `${crypto.randomUUID()}@example.com`
const countMails = (email: string) => mails.filter(({ to }) => to === email).length
async function requestCode(browser: Browser, path: string, email: string): Promise<string> {
  const before = countMails(email)
  expect((await browser.post(path, { identifier: email })).status).toBe(202)
  await vi.waitUntil(() => countMails(email) > before)
  return mails.find(({ to }) => to === email)?.code ?? ''
}
const countStatuses = (answers: readonly { status: number }[]) => {
  const counts: Record<number, number> = {}
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1
  return counts
}
const repeat = <result>(times: number, run: (index: number) => Promise<result>) =>
  Promise.all(Array.from({ length: times }, (_, index) => run(index)))

/* Spellings of email addresses. */

const toFullWidth = (text: string) =>
  text.replaceAll(/[!-~]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0))

test.for([
  ['capitals', (name: string) => `${name.toUpperCase()}@Example.COM`],
  ['invisible marks', (name: string) => `\u200B${name}\u200D@exam\u00ADple.com`],
  ['a mark for the direction', (name: string) => `${name}@example.com\u202E`],
  ['full-width letters', (name: string) => toFullWidth(`${name}@example.com`)],
  ['a link', (name: string) => `mailto:${name}@example.com`],
  ['another’s name', (name: string) => `"bob@example.com" <${name}@example.com>`],
  ['an ideographic full stop', (name: string) => `${name}@example。com`],
  ['a trailing dot', (name: string) => `${name}@EXAMPLE.com.`],
  // The first letter of this domain is Cyrillic, so this is a different domain, whose DNS form is expected.
  ['a homograph', (name: string) => `${name}@\u0435xample.com`, 'xn--xample-2of.com'],
  [
    'a decomposed umlaut',
    (name: string) => `${name}@bu\u0308cher.example`,
    'xn--bcher-kva.example',
  ],
] as const)(
  'security: E-40 the code for an address with %s is sent to that address only',
  async ([, spell, domain = 'example.com']) => {
    mails.length = 0
    const name = `ada-${crypto.randomUUID().slice(0, 8)}`
    const answer = await open().post('/otp/start', { identifier: spell(name) })
    expect(answer.status, answer.text).toBe(202)
    await vi.waitUntil(() => mails.length > 0)
    expect(mails.map(({ to }) => to)).toEqual([`${name}@${domain}`])
  },
)

test.for([
  'ada@example.com,eve@evil.example',
  'ada@example.com;eve@evil.example',
  'ada@example.com eve@evil.example',
  'ada@example.com%0aBcc:eve@evil.example',
  'ada@evil.example@example.com',
  '"ada@evil.example"@example.com',
  'ada(@evil.example)@example.com',
  'ada@[127.0.0.1]',
  'ada@127.0.0.1',
  'ada@2130706433',
  'ada@0x7f.1',
  'ada@[IPv6:::1]',
  'ada@localhost',
  'ada@example',
  'ada@exa_mple.com',
  'ada@-example.com',
  'ada@example..com',
  '.ada@example.com',
  'ada.@example.com',
  'a..da@example.com',
  'аda@example.com',
  'm\u0131ke@example.com',
  'stra\u00dfe@example.com',
  'a\u0301da@example.com',
  '\u{1F600}@example.com',
  `${'a'.repeat(65)}@example.com`,
  `ada@${'a'.repeat(64)}.com`,
  `ada@${'a.'.repeat(130)}com`,
  'ada@example.com/../../etc',
  'ada@example.com?subject=x',
  'ada@example.com#x',
  'ada@example.com:25',
  'ada@user:pass@example.com',
  'ada\\@example.com',
  '<ada@example.com',
  '<script>@example.com',
  'ada@\u0000',
  '@example.com',
  'ada@',
  '@@@',
])('security: E-40 "%s" is not an address, and no email is sent', async (identifier) => {
  mails.length = 0
  const browser = open()
  for (const path of ['/otp/start', '/identities/email/start']) {
    if (path !== '/otp/start') await browser.signIn()
    const answer = await browser.post(path, { identifier })
    expect([answer.status, answer.json]).toMatchObject([400, { code: 'invalid_request' }])
  }
  expect(mails).toEqual([])
})

test('security: E-40 a line break in an address adds no header to the email', async () => {
  mails.length = 0
  const email = createEmail()
  for (const identifier of [`${email}\r\nBcc: eve@evil.example`, `${email}\n`, `\r\n${email}`])
    await open().post('/otp/start', { identifier })
  await vi.waitUntil(() => mails.length > 0)
  for (const { to, subject, headers } of mails) {
    expect(to).toBe(email)
    expect([subject, ...Object.values(headers)].join('')).not.toMatch(/[\r\n]/)
  }
})

test.for([
  'x'.repeat(8000),
  'de;q=0.9, ../../etc/passwd',
  '__proto__',
  'constructor',
  '<script>alert(1)</script>',
  '*',
  '',
])('security: E-40 the language "%s" affects only the language of the email', async (accepted) => {
  const email = createEmail()
  const answer = await open({ 'accept-language': accepted }).post('/otp/start', {
    identifier: email,
  })
  expect(answer.status).toBe(202)
  await vi.waitUntil(() => countMails(email) > 0)
  const mail = mails.find(({ to }) => to === email)
  expect(['en', 'de']).toContain(mail?.locale)
  expect(mail?.html).not.toContain('<script')
})

/* Bodies. */

const posts: readonly (readonly [path: string, body: Record<string, unknown>])[] = [
  ['/siwe/challenge', {}],
  ['/siwe/verify', { message: 'x', signature: '0x', address: `0x${'00'.repeat(20)}` }],
  ['/otp/start', { identifier: 'ada@example.com' }],
  ['/otp/verify', { code: '123456' }],
  ['/session/extend', {}],
  ['/identities/email/start', { identifier: 'ada@example.com' }],
  ['/identities/email/verify', { code: '123456' }],
  ['/identities/wallet', { message: 'x', signature: '0x', address: `0x${'00'.repeat(20)}` }],
  ['/identities/remove', { id: 'ada@example.com' }],
]

test.for(posts)(
  'security: E-41 %s refuses bodies that only resemble a valid one',
  async ([path, body]) => {
    const browser = open()
    await browser.signIn()
    const text = JSON.stringify(body)
    const members = text.slice(1, -1)
    const also = members === '' ? '' : `,${members}`
    for (const other of [
      `{"__proto__":{"isAdmin":true}${also}}`,
      `{"constructor":{"prototype":{"isAdmin":true}}${also}}`,
      `{"toString":1${also}}`,
      `{"userId":"u_1"${also}}`,
      `{"":""${also}}`,
      `[${text}]`,
      `"${path}"`,
      'null',
      'true',
      '0',
      '',
      '{}}',
      `${text}${text}`,
      `\ufeff${text}`,
      `{"a":${'['.repeat(5000)}${']'.repeat(5000)}}`,
    ]) {
      const answer = await browser.post(path, other)
      expect([400, 401], `${other.slice(0, 60)}: ${answer.text}`).toContain(answer.status)
      if (answer.status === 401) throw new Error(`${other} was read: ${answer.text}`)
    }
    expect(({} as { isAdmin?: boolean }).isAdmin).toBe(undefined)
  },
)

test.for(posts.filter(([, body]) => Object.keys(body).length > 0))(
  'security: E-41 %s refuses members of other types',
  async ([path, body]) => {
    const browser = open()
    await browser.signIn()
    for (const name of Object.keys(body))
      for (const value of [1, true, null, [], {}, [body[name]], { $ne: 1 }, { toString: 'x' }]) {
        const answer = await browser.post(path, { ...body, [name]: value })
        expect([answer.status, answer.json], `${name}: ${JSON.stringify(value)}`).toMatchObject([
          400,
          { code: 'invalid_request' },
        ])
      }
  },
)

test('security: E-41 an id with characters that a database refuses is not looked up', async () => {
  const browser = open()
  await browser.signIn()
  for (const id of ['a@b.c\u0000', '\u0000\u0000\u0000', 'eip155:_:\n', 'a@b\u001f'])
    expect((await browser.post('/identities/remove', { id })).json).toMatchObject({
      code: 'invalid_request',
    })
  for (const id of ['x'.repeat(254), 'a@b.c', '__proto__', "' OR 1=1 --", '%%%', 'eip155:1:*'])
    expect((await browser.post('/identities/remove', { id })).status).toBe(200)
  expect((await browser.get('/identities')).json['identities']).toHaveLength(1)
})

test.for([
  ['text/plain', 415],
  ['application/x-www-form-urlencoded', 415],
  ['multipart/form-data; boundary=x', 415],
  ['application/json, text/plain', 415],
  ['application/json; charset=utf-7', 415],
  ['application/json; charset=utf-8; charset=utf-16', 415],
  ['application/json;odata=verbose', 415],
  ['text/json', 415],
  ['application/json-patch+json', 415],
  ['APPLICATION/JSON; CHARSET=UTF-8', 202],
] as const)('security: E-41 the content type "%s" is answered with %i', async ([type, status]) => {
  const answer = await open().post(
    '/otp/start',
    { identifier: createEmail() },
    { headers: { 'content-type': type } },
  )
  expect(answer.status).toBe(status)
})

/* Methods, paths and headers. */

test.for([
  ['x-http-method-override', 'DELETE'],
  ['x-http-method', 'DELETE'],
  ['x-method-override', 'DELETE'],
  ['x-original-url', '/api/auth/account'],
  ['x-rewrite-url', '/api/auth/account'],
  ['x-forwarded-prefix', '/api/auth/account'],
  ['x-forwarded-host', 'evil.example'],
  ['x-forwarded-proto', 'http'],
  ['x-forwarded-port', '8443'],
  ['forwarded', 'for=1.2.3.4;host=evil.example;proto=http'],
  ['x-original-host', 'evil.example'],
  ['x-middleware-subrequest', 'middleware'],
  ['authorization', 'Bearer admin'],
  ['user-uuid', 'u_1'],
  ['if-none-match', '*'],
  ['range', 'bytes=0-1'],
  ['content-md5', 'x'],
  ['upgrade-insecure-requests', '1'],
] as const)('security: E-42 the header %s: %s changes no answer', async ([name, value]) => {
  const browser = open()
  await browser.signIn()
  const usual = await browser.get('/session')
  const answer = await browser.get('/session', { headers: { [name]: value } })
  const describe = ({ status, text, headers }: typeof answer) => [
    status,
    text,
    headers.get('cache-control'),
    headers.get('vary'),
    headers.get('location'),
    headers.getSetCookie(),
  ]
  expect(describe(answer)).toEqual(describe(usual))
  expect(usual.headers.get('cache-control')).toBe('no-store')
  // The method of a POST cannot be overridden either.
  const post = await browser.post('/session/extend', {}, { headers: { [name]: value } })
  expect([post.status, (await browser.get('/session')).json['session']]).toEqual([
    200,
    usual.json['session'],
  ])
  expect((await browser.post('/siwe/challenge', {})).json.fields).toMatchObject({
    domain: 'app.example.com',
    uri: origin,
  })
})

test.for([
  '/session/',
  '//session',
  '/SESSION',
  '/%73ession',
  '/session%2f',
  '/session%00',
  '/session;a=b',
  '/session.json',
  '/sessions/..%2faccount',
  '/sessions/a/b',
  '/account%3f',
  '/account%20',
])('security: E-42 DELETE %s deletes nothing', async (path) => {
  const browser = open()
  const account = createAccount()
  await browser.signIn({ account })
  const identity = { kind: 'wallet', accountId: `eip155:_:${account.address}` } as const
  const answer = await browser.send('DELETE', path)
  expect([400, 404, 405], answer.text).toContain(answer.status)
  expect(await users.find(identity)).toBeDefined()
  expect((await browser.get('/session')).json['session']).not.toBe(null)
})

test.for([
  'HTTPS://APP.EXAMPLE.COM',
  'https://app.example.com/',
  'https://app.example.com.',
  'https://app.example.com:443',
  'https://app.example.com:8443',
  'http://app.example.com',
  'https://app.example.com@evil.example',
  'https://evil.example#https://app.example.com',
  'https://app.example.com, https://evil.example',
  'https://xn--pp-7ib.example.com',
  'https://sub.app.example.com',
  'null',
  'file://',
  ' ',
])('security: E-42 no call with the origin "%s" changes anything', async (foreign) => {
  const browser = open()
  const account = createAccount()
  await browser.signIn({ account })
  const headers = { origin: foreign }
  for (const [path, body] of posts)
    expect((await browser.post(path, body, { headers })).status, path).toBe(403)
  for (const path of ['/account', '/session', '/sessions', '/sessions/abc'])
    expect((await browser.send('DELETE', path, { headers })).status, path).toBe(403)
  expect((await browser.get('/session')).json['session']).not.toBe(null)
})

test.for([
  '__Secure-kit-session',
  '__Http-kit-session',
  '__Host-Http-kit-session',
  'kit-session',
  '__Host-kit-session-443',
  '__host-kit-session',
  '__Host-kit-login',
  '__Host-kit-device',
])('security: C-13 a session’s value in the cookie %s does not sign in', async (name) => {
  const browser = open()
  await browser.signIn()
  const value = browser.jar.get('__Host-kit-session')
  const other = open({ cookie: `${name}=${value}` })
  expect((await other.get('/session')).json).toMatchObject({ session: null })
  expect((await other.send('DELETE', '/account')).status).toBe(401)
  expect((await other.post('/otp/verify', { code: '123456' })).status).toBe(401)
})

/* Five hundred simultaneous requests. */

test('security: E-44 five hundred requests of one client for a code send one email', async () => {
  const email = createEmail()
  const answers = await repeat(500, () => open().post('/otp/start', { identifier: email }))
  // Requests beyond the limit get 429.
  expect(answers.filter(({ status }) => status !== 202 && status !== 429)).toEqual([])
  await new Promise((resolve) => setTimeout(resolve, 200))
  expect(countMails(email)).toBe(1)
})

test('security: E-44 five hundred submits of one signature link one wallet, once', async () => {
  const browser = open()
  const [account, other] = [createAccount(), createAccount()]
  await browser.signIn({ account })
  const { body } = await browser.sign({ account: other })
  const copy = [...browser.jar]
  const answers = await repeat(500, () => {
    const one = open()
    for (const [name, value] of copy) one.jar.set(name, value)
    return one.post('/identities/wallet', body)
  })
  expect(countStatuses(answers)).toEqual({ 200: 1, 401: 499 })
  expect((await browser.get('/identities')).json['identities']).toHaveLength(2)
})

test('security: E-44 five hundred submits of one code link one address, once', async () => {
  const [browser, email] = [open(), createEmail()]
  await browser.signIn()
  const code = await requestCode(browser, '/identities/email/start', email)
  const copy = [...browser.jar]
  const answers = await repeat(500, () => {
    const one = open()
    for (const [name, value] of copy) one.jar.set(name, value)
    return one.post('/identities/email/verify', { code })
  })
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
  expect((await browser.get('/identities')).json['identities']).toHaveLength(2)
})

test('security: E-44 if two hundred people link one address, one of them gets it', async () => {
  const email = createEmail()
  const people = await repeat(40, async () => {
    const browser = open()
    await browser.signIn()
    return browser
  })
  for (const browser of people) await browser.post('/identities/email/start', { identifier: email })
  await vi.waitUntil(() => countMails(email) > 0)
  const code = mails.find(({ to }) => to === email)?.code
  const answers = await Promise.all(
    people.flatMap((browser) =>
      [1, 2, 3, 4, 5].map(() => browser.post('/identities/email/verify', { code })),
    ),
  )
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
  const lists = await Promise.all(people.map((browser) => browser.get('/identities')))
  expect(lists.filter(({ text }) => text.includes(email))).toHaveLength(1)
})

test('security: E-44 five hundred requests to remove identities leave one', async () => {
  const browser = open()
  const accounts = [createAccount(), createAccount(), createAccount()]
  await browser.signIn({ account: accounts[0] as ReturnType<typeof createAccount> })
  for (const account of accounts.slice(1))
    await browser.post('/identities/wallet', (await browser.sign({ account })).body)
  const answers = await repeat(500, (index) =>
    browser.post('/identities/remove', { id: `eip155:_:${accounts[index % 3]?.address}` }),
  )
  expect(answers.every(({ status }) => status === 200 || status === 409)).toBe(true)
  expect((await browser.get('/identities')).json['identities']).toHaveLength(1)
})

test('security: E-44 five hundred deletions of an account, among sign-ins, leave no session of a deleted user', async () => {
  const account = createAccount()
  const browsers = await repeat(10, async () => {
    const browser = open()
    await browser.signIn({ account })
    return browser
  })
  const signed = await repeat(20, async () => {
    const browser = open()
    return { browser, body: (await browser.sign({ account })).body }
  })
  const answers = await Promise.all([
    ...signed.map(({ browser, body }) => browser.post('/siwe/verify', body)),
    ...browsers.flatMap((browser) =>
      Array.from({ length: 50 }, () => browser.send('DELETE', '/account')),
    ),
  ])
  expect(answers.every(({ status }) => [200, 204, 401, 404].includes(status))).toBe(true)
  const owner = await users.find({ kind: 'wallet', accountId: `eip155:_:${account.address}` })
  for (const browser of [...browsers, ...signed.map(({ browser }) => browser)]) {
    const cookie = [...browser.jar].map((pair) => pair.join('=')).join('; ')
    const session = await auth.getSession({ headers: new Headers({ cookie }) })
    if (session !== null) expect(session.userId).toBe(owner?.id)
  }
})

test('security: E-44 five hundred sign-outs and extensions at once leave no session', async () => {
  const browser = open()
  await browser.signIn()
  const answers = await repeat(500, (index) =>
    index % 2 === 0 ? browser.send('DELETE', '/session') : browser.post('/session/extend', {}),
  )
  expect(answers.every(({ status }) => [200, 204, 401].includes(status))).toBe(true)
  expect((await browser.get('/session')).json).toMatchObject({ session: null })
})

/* Secrets that are added or removed between two steps. */

const later = 'another-secret-that-came-later-than-the-first'
const rotated = start({ secret: [later, secret], subjectSecret: secret })
const before = start({ subjectSecret: secret })
const finished = start({ secret: later, subjectSecret: secret })

/** Creates a browser whose calls go to the current backend. */
function openMoving() {
  let current = before
  const browser = createBrowser((request) => current.handler(request))
  return {
    browser,
    moveTo(next: typeof auth) {
      current = next
    },
  }
}

test('security: E-45 adding a secret between two steps does not break them', async () => {
  const { browser, moveTo } = openMoving()
  const [account, email] = [createAccount(), createEmail()]
  const other = openMoving()
  const signed = await other.browser.sign({ account })
  await browser.signIn({ account })
  const { body } = await browser.sign({ account: createAccount() })
  const code = await requestCode(browser, '/identities/email/start', email)
  for (const each of [moveTo, other.moveTo]) each(rotated)
  expect((await other.browser.post('/siwe/verify', signed.body)).status).toBe(200)
  expect((await browser.post('/identities/wallet', body)).status).toBe(200)
  expect((await browser.post('/identities/email/verify', { code })).status).toBe(200)
  // Both sessions are sealed with the new secret now.
  await other.browser.post('/session/extend', {})
  moveTo(finished)
  expect((await browser.get('/identities')).json['identities']).toHaveLength(3)
  expect((await browser.send('DELETE', '/account')).status).toBe(204)
})

test('security: E-45 a code that was sent before a secret was added works after it, once', async () => {
  const { browser, moveTo } = openMoving()
  const code = await requestCode(browser, '/otp/start', createEmail())
  const copy = openMoving()
  for (const [name, value] of browser.jar) copy.browser.jar.set(name, value)
  moveTo(rotated)
  expect((await browser.post('/otp/verify', { code })).status).toBe(200)
  for (const next of [before, rotated]) {
    copy.moveTo(next)
    expect((await copy.browser.post('/otp/verify', { code })).status).toBe(401)
  }
})

test('security: E-45 values that a removed secret has sealed are invalid', async () => {
  const { browser, moveTo } = openMoving()
  const code = await requestCode(browser, '/otp/start', createEmail())
  moveTo(finished)
  expect((await browser.post('/otp/verify', { code })).status).toBe(401)
  const signed = openMoving()
  const { body } = await signed.browser.sign()
  signed.moveTo(finished)
  expect((await signed.browser.post('/siwe/verify', body)).json).toMatchObject({
    code: 'nonce_invalid',
  })
})
