import { once } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createServer as createTlsServer } from 'node:tls'
import { inspect } from 'node:util'
import { createSandbox } from '@kit/sandbox'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { runClock } from '../../fixtures/runClock.ts'
import { createBrowser, origin, secret } from '../../fixtures/startBackend.ts'
import { untrustedCertificate } from '../../fixtures/untrustedCertificate.ts'
import { createAuth, memoryStore } from '../../index.ts'
import { sqliteStore } from '../../store/sqlite/sqliteStore.ts'
import { selfHosted, smtp, sqliteUsers } from './index.ts'
import { createCodeMail } from './mail/createCodeMail.ts'
import { createMailQueue } from './mail/createMailQueue.ts'
import type { User, Users } from './users/Users.ts'

let sandbox: Awaited<ReturnType<ReturnType<typeof createSandbox>['listen']>>
const folder = mkdtempSync(join(tmpdir(), 'kit-self-hosted-'))
beforeAll(async () => {
  sandbox = await createSandbox().listen()
})
beforeEach(() => control('DELETE', ''))
afterAll(async () => {
  await sandbox.close()
  await rm(folder, { recursive: true, force: true })
})

async function control(method: string, path: string, body?: unknown) {
  // Keeps connections open, because this process may be busy for longer than a keep-alive lasts.
  const headers = { connection: 'close' }
  const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) }
  const answer = await fetch(`${sandbox.url}/_sandbox${path}`, init)
  return answer.status === 204 ? undefined : answer.json()
}

let count = 0
const unlimited = { points: 1_000_000, durationSeconds: 60 }

const noPauses: createAuth.Options['limits'] = {
  'otp-resend-pause': unlimited,
  'otp-start-per-identifier': unlimited,
}

function open(options: Partial<selfHosted.Options> = {}, store = memoryStore(), limits = noPauses) {
  count += 1
  const users = sqliteUsers({ file: join(folder, `${count}.sqlite`) })
  const events: unknown[] = []
  const auth = createAuth({
    upstream: selfHosted({
      users,
      sendCode: smtp({ url: sandbox.smtpUrl, from: 'Acme <login@example.com>' }),
      ...options,
    }),
    origin,
    secret,
    store,
    trustedProxyHops: 1,
    otp: { answerQuantumMs: 0 },
    limits,
    onEvent: (event) => void events.push(event),
  })
  return { auth, users, events, store, browser: () => createBrowser(auth.handler) }
}

type Mail = { code: string; subject: string; html: string; headers: Record<string, string> }

async function waitForMail(to: string, number = 1): Promise<Mail> {
  const mails: Mail[] = await vi.waitUntil(
    async () => {
      const found: Mail[] = await control('GET', `/inbox?to=${encodeURIComponent(to)}`)
      return found.length >= number && found
    },
    { timeout: 10_000 },
  )
  return mails[0] ?? expect.fail()
}

async function signInByCode({ browser }: Pick<ReturnType<typeof open>, 'browser'>, email: string) {
  const visitor = browser()
  const sent: unknown[] = await control('GET', `/inbox?to=${encodeURIComponent(email)}`)
  await visitor.post('/otp/start', { identifier: email })
  const { code } = await waitForMail(email, sent.length + 1)
  return { browser: visitor, answer: await visitor.post('/otp/verify', { code }) }
}

test('default: a new user signs up with a code and is the same user the next time', async () => {
  const onSignUp = vi.fn()
  const onSignIn = vi.fn()
  const app = open({ onSignUp, onSignIn })
  const ids = []
  for (const _ of [1, 2]) {
    const { browser, answer } = await signInByCode(app, 'ada@example.com')
    expect([answer.status, answer.json]).toMatchObject([200, { session: { method: 'email-otp' } }])
    const cookie = [...browser.jar].map((pair) => pair.join('=')).join('; ')
    ids.push((await app.auth.getSession({ headers: new Headers({ cookie }) }))?.userId)
  }
  const user = await app.auth.users.find({ kind: 'email', email: 'ada@example.com' })
  expect(ids).toEqual([user?.id, user?.id])
  expect(onSignUp).toHaveBeenCalledOnce()
  expect(onSignIn).toHaveBeenCalledTimes(2)
})

test('security: the subject is the user’s random id and does not depend on any secret', async () => {
  const { users } = open()
  const account = privateKeyToAccount(generatePrivateKey())
  const signInWith = async (ofUsers: Users, secrets: Partial<createAuth.Options>) => {
    const auth = createAuth({
      upstream: selfHosted({ users: ofUsers }),
      origin,
      secret,
      store: memoryStore(),
      trustedProxyHops: 1,
      ...secrets,
    })
    const { json } = await createBrowser(auth.handler).signIn({ account })
    return (json['session'] as { subject: string }).subject
  }
  const others = { secret: `another ${secret}`, subjectSecret: `a third ${secret}` }
  const subject = await signInWith(users, {})
  expect(subject).toMatch(/^[0-9a-f]{32}$/)
  expect(await signInWith(users, others)).toBe(subject)
  // Users without a subject, as in a database of the app, get a derived one.
  const withoutSubject: Users = {
    ...users,
    async find(by) {
      const user = await users.find(by)
      return user && { ...user, subject: undefined }
    },
  }
  const derived = await signInWith(withoutSubject, {})
  expect([derived, subject]).not.toContain(await signInWith(withoutSubject, others))
  expect(derived).not.toBe(subject)
  expect(await signInWith(withoutSubject, { ...others, subjectSecret: secret })).toBe(derived)
})

test('default: a wallet with a private key is the same user on every chain', async () => {
  const app = open()
  const account = privateKeyToAccount(generatePrivateKey())
  for (const chainId of [1, 100]) {
    const answer = await app.browser().signIn({ account, chainId })
    expect([answer.status, answer.json]).toMatchObject([
      200,
      { session: { method: 'siwe', address: account.address } },
    ])
  }
  const accountId = `eip155:_:${account.address}`
  expect(await app.users.find({ kind: 'wallet', accountId })).toBeDefined()
})

// https://github.com/spruceid/siwe-quickstart/issues/40: without a scheme, EIP-4361 assumes `https`, and Brave refuses
// the message.
test('behavior: on http://localhost the message names the scheme, and on https it does not', async () => {
  const local = 'http://localhost:3000'
  const users = sqliteUsers({ file: join(folder, 'local.sqlite') })
  const { handler } = createAuth({ upstream: selfHosted({ users }), origin: local, secret })
  const browser = createBrowser(
    (request) => handler(new Request(request.url.replace(origin, local), request)),
    { origin: local },
  )
  const named = await browser.sign()
  expect(named.body.message).toMatch(/^http:\/\/localhost:3000 wants you to sign in/)
  expect(await browser.post('/siwe/verify', named.body)).toMatchObject({ status: 200 })
  const unnamed = await browser.signIn({ fields: { scheme: undefined } })
  expect(unnamed.json).toMatchObject({ code: 'siwe_domain_mismatch' })
  const { body } = await open().browser().sign()
  expect(body.message).toMatch(/^app\.example\.com wants you to sign in/)
})

test('behavior: without sendCode, only wallets can sign in', async () => {
  const { json } = await open({ sendCode: undefined }).browser().get('/session')
  expect(json['methods']).toEqual(['siwe'])
})

test('default: the email starts with the code, is marked as automatic, and loads nothing', async () => {
  const app = open({ brand: { name: 'Acme <b>', color: '#0a5' } })
  const browser = app.browser()
  const headers = { 'accept-language': 'xx, de-AT;q=0.8' }
  await browser.post('/otp/start', { identifier: 'ada@example.com' }, { headers })
  const mail = await waitForMail('ada@example.com')
  expect(mail.subject).toBe(`${mail.code} ist Ihr Code für Acme <b>`)
  expect(mail.code).toMatch(/^\d{6}$/)
  expect(mail.html).not.toMatch(/<b>|https?:|src=/)
  expect(mail.headers).toMatchObject({
    'auto-submitted': 'auto-generated',
    'message-id': expect.stringMatching(/^<\w+@app\.example\.com>$/),
  })
})

test('security: only the latest code works, once, in the browser that requested it', async () => {
  const app = open()
  const browser = app.browser()
  const ada = { identifier: 'ada@example.com' }
  await browser.post('/otp/start', ada)
  const { code: first } = await waitForMail(ada.identifier)
  const other = app.browser()
  await other.post('/otp/start', ada)
  const { code: others } = await waitForMail(ada.identifier, 2)
  expect((await other.post('/otp/verify', { code: first })).json).toMatchObject({
    code: 'otp_invalid',
  })
  await browser.post('/otp/start', ada)
  const { code: second } = await waitForMail(ada.identifier, 3)
  if (first !== second)
    expect((await browser.post('/otp/verify', { code: first })).status).toBe(401)
  const copy = createBrowser(app.auth.handler)
  for (const [name, value] of browser.jar) copy.jar.set(name, value)
  expect((await browser.post('/otp/verify', { code: second })).status).toBe(200)
  expect((await copy.post('/otp/verify', { code: second })).status).toBe(401)
  // The route accepts only the latest code of an address, whichever browser requested it.
  expect((await other.post('/otp/verify', { code: others })).status).toBe(401)
})

test('security: five wrong codes invalidate a code, even if fifty are sent at once', async () => {
  const app = open()
  const browser = app.browser()
  await browser.post('/otp/start', { identifier: 'ada@example.com' })
  const { code } = await waitForMail('ada@example.com')
  const wrong = code === '111111' ? '222222' : '111111'
  const answers = await Promise.all(
    Array.from({ length: 50 }, () => browser.post('/otp/verify', { code: wrong })),
  )
  expect(answers.filter(({ json }) => json['code'] === 'otp_invalid').length).toBeLessThan(6)
  expect((await browser.post('/otp/verify', { code })).status).toBe(429)
})

test('security: a stranger who enters codes for an address does not use up the owner’s attempts', async () => {
  // With the default pauses, the stranger shares the code that was already sent.
  const app = open({}, memoryStore(), {})
  const [owner, stranger] = [app.browser(), app.browser()]
  await owner.post('/otp/start', { identifier: 'ada@example.com' })
  const { code } = await waitForMail('ada@example.com')
  await stranger.post('/otp/start', { identifier: 'ada@example.com' })
  const wrong = code === '111111' ? '222222' : '111111'
  for (const _ of [1, 2, 3, 4, 5, 6]) await stranger.post('/otp/verify', { code: wrong })
  expect((await owner.post('/otp/verify', { code })).status).toBe(200)
})

test('security: five hundred submits of one code open one session', async () => {
  const app = open()
  const browser = app.browser()
  await browser.post('/otp/start', { identifier: 'ada@example.com' })
  const { code } = await waitForMail('ada@example.com')
  const answers = await Promise.all(
    Array.from({ length: 500 }, () => browser.post('/otp/verify', { code })),
  )
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
})

test('security: if sign-up is closed, known and unknown addresses get the same answers', async () => {
  const app = open({ signUp: 'closed' })
  await app.users.create({ kind: 'email', email: 'ada@example.com' })
  const answers = []
  for (const identifier of ['ada@example.com', 'eve@example.com']) {
    const browser = app.browser()
    const start = await browser.post('/otp/start', { identifier })
    const wrong = await browser.post('/otp/verify', { code: '000000' })
    answers.push({
      status: start.status,
      members: Object.keys(start.json),
      headers: [...start.headers.keys()],
      cookies: start.headers.getSetCookie().map(({ length }) => length),
      wrong: wrong.text.replace(/"requestId":"[^"]+"/, ''),
    })
  }
  expect(answers[1]).toEqual(answers[0])
  await waitForMail('ada@example.com')
  expect(await control('GET', '/inbox?to=eve@example.com')).toEqual([])
  // After proving a wallet, the user learns that it has no account. Before that, nothing reveals it.
  const account = privateKeyToAccount(generatePrivateKey())
  expect((await app.browser().signIn({ account })).json).toMatchObject({
    code: 'account_not_found',
  })
  const { body } = await app.browser().sign({ account })
  const browser = app.browser()
  await browser.post('/siwe/challenge', {})
  expect((await browser.post('/siwe/verify', body)).json).toMatchObject({ code: 'nonce_invalid' })
  expect(await app.users.find({ kind: 'email', email: 'eve@example.com' })).toBeUndefined()
})

test('behavior: a function decides who may sign up', async () => {
  const app = open({
    signUp: async (identity) => identity.kind === 'email' && identity.email.endsWith('@acme.com'),
  })
  expect((await signInByCode(app, 'ada@acme.com')).answer.status).toBe(200)
  expect((await app.browser().signIn()).json).toMatchObject({ code: 'account_not_found' })
})

test.for([
  ['down', { status: 451 }, 'upstream_rate_limited'],
  ['refusing', { status: 550 }, 'upstream_unavailable'],
] as const)(
  'security: a mail server that is %s does not change the answer, and causes an event',
  async ([, fault, code]) => {
    const app = open()
    await control('POST', '/faults', { upstream: 'mail', times: 1, ...fault })
    const answer = await app.browser().post('/otp/start', { identifier: 'ada@example.com' })
    expect(answer.status).toBe(202)
    await vi.waitUntil(() => app.events.length > 1, { timeout: 10_000 })
    expect(app.events).toContainEqual(
      expect.objectContaining({
        type: 'otp.mail',
        outcome: 'failure',
        code,
        upstream: 'self-hosted',
      }),
    )
  },
)

test('security: E-16 a known browser’s code is sent before the codes of many strangers', async () => {
  const started: string[] = []
  const codes = new Map<string, string>()
  const held: (() => void)[] = []
  let isHeld = false
  const app = open({
    sendCode: async ({ to, code }) => {
      codes.set(to, code)
      if (!isHeld) return
      started.push(to)
      await new Promise<void>((resolve) => held.push(resolve))
    },
  })
  const ada = app.browser()
  await ada.post('/otp/start', { identifier: 'ada@example.com' })
  const code = await vi.waitUntil(() => codes.get('ada@example.com'))
  expect((await ada.post('/otp/verify', { code })).status).toBe(200)
  await ada.send('DELETE', '/session')
  isHeld = true
  for (let count = 0; count < 12; count += 1)
    await app.browser().post('/otp/start', { identifier: `stranger-${count}@example.com` })
  await ada.post('/otp/start', { identifier: 'ada@example.com' })
  // Five emails are being sent, and seven were already waiting.
  await vi.waitUntil(() => started.length === 5)
  held.shift()?.()
  await vi.waitUntil(() => started.length === 6)
  expect(started[5]).toBe('ada@example.com')
  const release = setInterval(() => held.shift()?.(), 1)
  await vi.waitUntil(() => started.length === 13 && held.length === 0)
  clearInterval(release)
})

test('security: E-13 a mail server that never answers, or a full queue, changes no answer', async () => {
  const sent: string[] = []
  const held: (() => void)[] = []
  const upstream = selfHosted({
    users: sqliteUsers({ file: join(folder, 'held.sqlite') }),
    signUp: 'closed',
    sendCode: async ({ to }) => {
      sent.push(to)
      await new Promise<void>((resolve) => held.push(resolve))
    },
  })
  for (const name of ['known', 'other'])
    await upstream.users.create({ kind: 'email', email: `${name}@example.com` })
  const events: { type: string; code?: string | undefined }[] = []
  const auth = createAuth({
    upstream,
    origin,
    secret,
    store: memoryStore(),
    trustedProxyHops: 1,
    otp: { answerQuantumMs: 0 },
    limits: noPauses,
    onEvent: (event) => void events.push(event),
  })
  const ask = async (name: string) => {
    const answer = await createBrowser(auth.handler).post('/otp/start', {
      identifier: `${name}@example.com`,
    })
    return {
      status: answer.status,
      headers: [...answer.headers.keys()],
      cookies: answer.headers.getSetCookie().map(({ length }) => length),
      text: answer.text.replaceAll(/\d{4}-[\d:T.-]+Z/g, 'time'),
    }
  }
  // The server has received the email but does not answer.
  const slow = [await ask('known'), await ask('wrong')]
  await vi.waitUntil(() => sent.length === 1)
  // The queue is full.
  const { otp } = upstream
  for (let count = 0; count < 1010; count += 1)
    await otp?.start('other@example.com', { challengeId: `${count}`, identifier: '' })
  const full = [await ask('known'), await ask('wrong')]
  expect(events.filter(({ type }) => type === 'otp.mail').map(({ code }) => code)).toEqual(
    expect.arrayContaining(['rate_limited', 'rate_limited']),
  )
  expect(slow[0]).toMatchObject({ status: 202 })
  for (const answer of [...slow, ...full]) expect(answer).toEqual(slow[0])
  const release = setInterval(() => {
    for (const resolve of held.splice(0)) resolve()
  }, 1)
  await vi.waitUntil(() => sent.length > 1000, { timeout: 20_000 })
  clearInterval(release)
})

test('security: a full queue drops only strangers’ emails, and causes an event', async () => {
  const sent: string[] = []
  let release: () => void = () => {}
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  const events: object[] = []
  const queue = createMailQueue(
    { emit: (event) => void events.push(event), waitUntil: () => {}, now: Date.now },
    { maxWaiting: 2, maxRunning: 1 },
  )
  for (const name of ['a', 'b', 'c', 'd'])
    queue.add(
      async () => {
        await held
        sent.push(name)
      },
      { rank: 'stranger', slot: name, endsAt: Infinity },
    )
  queue.add(async () => void sent.push('known'), { rank: 'known', slot: 'known', endsAt: Infinity })
  expect(events).toEqual([{ type: 'otp.mail', outcome: 'failure', code: 'rate_limited' }])
  release()
  await vi.waitUntil(() => sent.length === 4)
  expect(sent).toEqual(['a', 'known', 'b', 'c'])
})

test('behavior: an email that a mail server refuses for minutes is sent later, unless its code has expired or there is a newer one', async () => {
  vi.useFakeTimers()
  const sent: [name: string, minute: number][] = []
  const startedAt = Date.now()
  const greylisted = Object.assign(new Error('Try again later.'), { responseCode: 451 })
  const codes: unknown[] = []
  const emit = ({ code }: { code?: unknown }) => void codes.push(code)
  const queue = createMailQueue({ emit, waitUntil: () => {}, now: Date.now })
  const send = (name: string, minutes: number) => async () => {
    const minute = (Date.now() - startedAt) / 60_000
    if (minute < minutes) throw greylisted
    sent.push([name, Math.floor(minute)])
  }
  const toMail = (slot: string, minutes: number) =>
    ({ rank: 'stranger', slot, endsAt: Date.now() + minutes * 60_000 }) as const
  queue.add(send('ada', 3), toMail('ada@example.com', 10))
  queue.add(send('bob', 3), toMail('bob@example.com', 10))
  queue.add(send('eve', 3), toMail('eve@example.com', 2))
  await vi.advanceTimersByTimeAsync(90_000)
  queue.add(send('bob again', 3), toMail('bob@example.com', 10))
  await vi.advanceTimersByTimeAsync(600_000)
  vi.useRealTimers()
  // The retry after 82 s fails, and the next one is 120 s later.
  expect(sent).toEqual([
    ['ada', 3],
    ['bob again', 4],
  ])
  // No email waits for a retry after which its code would have expired.
  expect(new Set(codes)).toEqual(new Set(['upstream_rate_limited']))
})

test('behavior: an email that waited until its code expired is not sent, and causes an event', async () => {
  const events: object[] = []
  const queue = createMailQueue({
    emit: (event) => void events.push(event),
    waitUntil: () => {},
    now: () => 1000,
  })
  const sent = vi.fn()
  queue.add(async () => sent(), { rank: 'stranger', slot: 'ada', endsAt: 1000 })
  await expect.poll(() => events).toMatchObject([{ code: 'upstream_timeout' }])
  expect(sent).not.toHaveBeenCalled()
})

// Resend's SDK resolves with `{ data: null, error }`: https://resend.com/docs/api-reference/errors
test.for([
  ['Resend’s answer for a wrong key', { error: { statusCode: 401 } }, 'upstream_key_rejected', 1],
  ['Resend’s answer during an outage', { error: { statusCode: 503 } }, 'upstream_unavailable', 2],
  ['an HTTP API’s 422', fail({ statusCode: 422 }), 'upstream_unavailable', 1],
  ['an HTTP API’s 429', fail({ status: 429 }), 'upstream_rate_limited', 2],
  ['SendGrid’s 401', fail({ code: 401 }), 'upstream_key_rejected', 1],
  [
    'the status of an AWS SDK',
    fail({ $metadata: { httpStatusCode: 400 } }),
    'upstream_unavailable',
    1,
  ],
  ['the status of a failed fetch', fail({ response: { status: 500 } }), 'upstream_unavailable', 2],
  ['a mail server’s 550', fail({ responseCode: 550 }), 'upstream_unavailable', 1],
  ['a mail server’s 451', fail({ responseCode: 451 }), 'upstream_rate_limited', 2],
  ['a lost connection', fail({ code: 'ECONNRESET' }), 'upstream_unavailable', 2],
  ['success', { data: { id: 'some-id' }, error: null }, undefined, 1],
] as const)(
  'behavior: %s causes the right event, and the right number of attempts',
  async ([, result, code, tries]) => {
    const events: { code?: string | undefined }[] = []
    const queue = createMailQueue(
      { emit: (event) => void events.push(event), waitUntil: () => {}, now: Date.now },
      { retryDelaysMs: [0] },
    )
    let calls = 0
    const send = async () => {
      calls += 1
      if (result instanceof Error) throw result
      return result
    }
    queue.add(send, { rank: 'known', slot: 'ada', endsAt: Infinity })
    await expect.poll(() => [calls, events.length]).toEqual([tries, code === undefined ? 0 : tries])
    for (const event of events) expect(event).toMatchObject({ type: 'otp.mail', code })
  },
)

function fail(members: object): Error {
  return Object.assign(new Error('The email was not sent.'), members)
}

test('security: while the database is down nobody can sign in, and all users get the same answer', async () => {
  const broken = () => Promise.reject(new Error('SQLITE_CANTOPEN of ada@example.com'))
  const users = { find: broken, create: broken, link: broken, unlink: broken, delete: broken }
  const app = open({ users })
  const start = await app.browser().post('/otp/start', { identifier: 'ada@example.com' })
  const wallet = await app.browser().signIn()
  for (const { status, json, text } of [start, wallet]) {
    expect([status, json]).toMatchObject([503, { code: 'store_unavailable' }])
    expect(text).not.toContain('SQLITE')
  }
})

test('security: the store, the events and the answers contain no code and no address', async () => {
  const kept: string[] = []
  const store = memoryStore()
  const watched = new Proxy(store, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name)
      if (typeof value !== 'function') return value
      return (...values: unknown[]) => {
        kept.push(inspect([name, ...values]))
        return value.apply(target, values)
      }
    },
  })
  const app = open({}, watched)
  const { answer } = await signInByCode(app, 'lovelace@example.com')
  const { code } = await waitForMail('lovelace@example.com')
  expect(kept.join()).toContain('code:')
  for (const text of [kept.join(), inspect(app.events, { depth: 9 }), answer.text]) {
    // Short texts may occur in random ids and in fractions of milliseconds by chance.
    expect(text).not.toContain('lovelace')
    expect(text).not.toMatch(new RegExp(`(?<![\\w.])${code}(?!\\w)`))
  }
})

test.for([
  [{ codeLength: 4 }, 'codeLength'],
  [{ codeLifetimeSeconds: 1 }, 'codeLifetimeSeconds'],
  [{ signUp: 'sometimes' as never }, 'signUp'],
  [{ rpcUrls: { 1: 'http://rpc.example.com' } }, 'rpcUrls'],
  [{ brand: { color: 'red;background:url(//evil)' } }, 'colour'],
] as const)('behavior: an invalid option is refused at start: %o', ([options, says]) => {
  expect(() => open(options)).toThrow(says)
})

test.for([
  ['http://mail.example.com', 'url'],
  ['smtps://', 'url'],
] as const)('behavior: an invalid mail server is refused at start: %s', ([url, says]) => {
  expect(() => smtp({ url, from: 'a@example.com' })).toThrow(says)
  expect(() => smtp({ url: 'smtps://mail.example.com', from: 'a@b.c\r\nBcc: x@y.z' })).toThrow(
    'from',
  )
})

test('security: a mail server on another machine must support TLS', async () => {
  const { hostname, port } = new URL(sandbox.smtpUrl)
  expect(hostname).toBe('127.0.0.1')
  // A name that the server cannot recognize as this machine.
  const send = smtp({ url: `smtp://0.0.0.0:${port}`, from: 'a@example.com', timeoutMs: 2000 })
  const mail = { to: 'a@example.com', code: '1', locale: 'en', expiresAt: new Date(), subject: '1' }
  await expect(
    send({ ...mail, text: '1', html: '1', headers: {}, attachments: [] }),
  ).rejects.toThrow(/TLS/)
})

/** Wraps an app's five functions, one of which the test replaces. */
const openCareless = (careless: (users: Users) => Partial<Users>) => {
  count += 1
  const users = sqliteUsers({ file: join(folder, `${count}.sqlite`) })
  return { realUsers: users, ...open({ users: { ...users, ...careless(users) } }) }
}

test('behavior: functions may return null for an unknown user, as Prisma does', async () => {
  const { browser } = openCareless((users) => ({
    find: async (by) => (await users.find(by)) ?? (null as never),
  }))
  expect((await browser().signIn()).status).toBe(200)
})

test.for([
  ['another person’s user', (other: User): unknown => other],
  ['a user without an id', (other: User): unknown => ({ ...other, id: '' })],
  ['a user without identities', (): unknown => ({ id: 'u_1', createdAt: '' })],
  ['something else', (): unknown => true],
] as const)('security: E-39 if functions find %s, nobody is signed in', async ([, answerWith]) => {
  let isCareless = false
  const { realUsers, browser } = openCareless((users) => ({
    async find(by) {
      const other = await users.find({ kind: 'email', email: 'mike@example.com' })
      return isCareless && other !== undefined ? (answerWith(other) as User) : users.find(by)
    },
  }))
  await realUsers.create({ kind: 'email', email: 'mike@example.com' })
  isCareless = true
  const stranger = browser()
  const answer = await stranger.signIn()
  expect([answer.status, answer.json]).toMatchObject([500, { code: 'internal_error' }])
  expect(answer.text).not.toContain('mike')
  expect(stranger.jar.has('__Host-kit-session')).toBe(false)
})

test('security: E-39 while another process has locked the file of users, the route soon answers 503, without blocking the process', async () => {
  const { users, browser } = open()
  await users.create({ kind: 'email', email: 'ada@example.com' })
  const { default: Libsql } = await import('libsql')
  const other = new Libsql(join(folder, `${count}.sqlite`))
  other.exec('BEGIN EXCLUSIVE')
  const startedAt = performance.now()
  const answer = await browser().signIn()
  const tookMs = performance.now() - startedAt
  other.exec('ROLLBACK')
  other.close()
  expect([answer.status, answer.json]).toMatchObject([503, { code: 'store_unavailable' }])
  expect(tookMs).toBeLessThan(3000)
  expect((await browser().signIn()).status).toBe(200)
})

test('security: E-39 if functions never answer, the route answers 503 after ten seconds', async () => {
  let isHanging = false
  const { browser } = openCareless((users) => ({
    find: (by) => (isHanging ? new Promise(() => {}) : users.find(by)),
  }))
  const waiting = browser()
  await waiting.post('/siwe/challenge', {})
  isHanging = true
  const { status, json } = await runClock(() =>
    waiting.post('/otp/start', { identifier: 'ada@example.com' }),
  )
  expect([status, json]).toMatchObject([503, { code: 'store_unavailable' }])
  isHanging = false
  expect((await browser().signIn()).status).toBe(200)
})

test('security: E-36 other accounts on the machine cannot read the files of users and sessions', async () => {
  count += 1
  const place = join(folder, `shared-${count}`)
  await mkdir(place, { mode: 0o755 })
  const users = sqliteUsers({ file: join(place, 'users.sqlite') })
  await users.create({ kind: 'email', email: 'ada@example.com' })
  const store = sqliteStore({ file: join(place, 'auth.sqlite') })
  await store.set('key:1', 'value', 60)
  const files = await readdir(place)
  expect(files.length).toBeGreaterThan(1)
  for (const file of files)
    expect([file, (await stat(join(place, file))).mode & 0o077]).toEqual([file, 0])
  await Promise.all([users.close(), store.close()])
})

test('security: U-11 a mail server with an untrusted certificate gets no code, whatever the environment variables are', async () => {
  const received: string[] = []
  const server = createTlsServer(untrustedCertificate, (socket) => {
    socket.on('error', () => {})
    socket.write('220 mail.example\r\n')
    socket.on('data', (data) => received.push(String(data)))
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : 0
  process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0'
  const send = smtp({ url: `smtps://localhost:${port}`, from: 'a@example.com', timeoutMs: 1000 })
  const mail = createCodeMail({
    to: 'ada@example.com',
    code: '123456',
    locale: 'en',
    host: 'example.com',
    sentAt: 0,
    lifetimeSeconds: 600,
  })
  await expect(send(mail)).rejects.toThrow(/certificate|self.signed/)
  delete process.env['NODE_TLS_REJECT_UNAUTHORIZED']
  server.close()
  expect(received).toEqual([])
})
