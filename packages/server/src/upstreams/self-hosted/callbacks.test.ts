import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, expect, test, vi } from 'vitest'
import { runClock } from '../../fixtures/runClock.ts'
import { createBrowser, origin, secret } from '../../fixtures/startBackend.ts'
import { createAuth, memoryStore } from '../../index.ts'
import type { Upstream } from '../Upstream.ts'
import { selfHosted, sqliteUsers, type User, type Users } from './index.ts'

/* Tests functions of an app that never settle, change their arguments, or return values of the wrong type. */
const folder = mkdtempSync(join(tmpdir(), 'kit-callbacks-'))
const users = sqliteUsers({ file: join(folder, 'users.sqlite') })
afterAll(async () => {
  await users.close()
  await rm(folder, { recursive: true, force: true })
})

let count = 0
const createEmail = () => {
  count += 1
  return `person-${count}@example.com`
}

function open(options: Partial<selfHosted.Options> = {}) {
  const sent: { to: string; code: string; locale: string }[] = []
  const errors: unknown[] = []
  const auth = createAuth({
    upstream: selfHosted({ users, sendCode: async (mail) => void sent.push(mail), ...options }),
    origin,
    secret,
    store: memoryStore({ now: () => Date.now() }),
    trustedProxyHops: 1,
    otp: { answerQuantumMs: 0 },
    onError: (error) => void errors.push(error),
  })
  const browser = () => createBrowser(auth.handler)
  const request = async (
    visitor: ReturnType<typeof browser>,
    email: string,
    path = '/otp/start',
  ) => {
    const before = sent.length
    expect((await visitor.post(path, { identifier: email })).status).toBe(202)
    await vi.waitFor(() => expect(sent.length).toBeGreaterThan(before))
    return sent.at(-1)?.code
  }
  const signIn = async (email: string) => {
    const visitor = browser()
    const answer = await visitor.post('/otp/verify', { code: await request(visitor, email) })
    return { browser: visitor, answer }
  }
  return { auth, sent, errors, browser, request, signIn }
}

/** Advances the clock as soon as the app's function is called. */
const runClockFromCall = <result>(ask: () => Promise<result>) =>
  runClock(ask, { isDue: () => never.mock.calls.length > 0, stepMs: 1000 })
const never = vi.fn(() => new Promise<never>(() => {}))
beforeEach(() => void never.mockClear())

test.for([
  ['signUp', { signUp: never }],
  ['onSignUp', { onSignUp: never }],
  ['onSignIn', { onSignIn: never }],
] as const)(
  'security: E-39 %s that never settles makes the sign-in fail after ten seconds, without a session',
  async ([name, options]) => {
    const { browser, errors } = open(options)
    const visitor = browser()
    const { body } = await visitor.sign()
    const answer = await runClockFromCall(() => visitor.post('/siwe/verify', body))
    expect([answer.status, answer.json]).toMatchObject([500, { code: 'internal_error' }])
    expect(visitor.jar.has('__Host-kit-session')).toBe(false)
    expect(String(errors[0])).toContain(`\`${name}\` did not settle`)
  },
)

test('security: E-39 if otp.resolveUser never settles, the route still answers', async () => {
  const otp: Upstream['otp'] = {
    codeLength: 6,
    codeAlphabet: 'numeric',
    codeLifetimeSeconds: 600,
    createDecoyUserId: () => 'nobody',
    start: async () => undefined,
    verify: never,
  }
  const auth = createAuth({
    upstream: { id: 'another', otp },
    origin,
    secret,
    store: memoryStore({ now: () => Date.now() }),
    trustedProxyHops: 1,
    otp: { answerQuantumMs: 0, resolveUser: never },
    onError: () => {},
  })
  const start = () =>
    createBrowser(auth.handler).post('/otp/start', { identifier: 'ada@example.com' })
  const answer = await runClockFromCall(start)
  expect([answer.status, answer.json]).toMatchObject([500, { code: 'internal_error' }])
})

test('security: E-39 a hook that changes its user object does not change the session', async () => {
  const { signIn, auth } = open({
    onSignIn: (user) => Object.assign(user, { id: 'another', subject: 'another' }),
  })
  const email = createEmail()
  const { browser, answer } = await signIn(email)
  expect(answer.status).toBe(200)
  const cookie = [...browser.jar].map((pair) => pair.join('=')).join('; ')
  const session = await auth.getSession({ headers: new Headers({ cookie }) })
  expect(session?.userId).toBe((await users.find({ kind: 'email', email }))?.id)
})

/** Like the entities of some libraries, this class has getters, which a copy with `...` would lose. */
class Entity implements User {
  readonly #user: User
  constructor(user: User) {
    this.#user = user
  }
  get id() {
    return this.#user.id
  }
  get createdAt() {
    return this.#user.createdAt
  }
  get identities() {
    return this.#user.identities
  }
}

const forms: [string, (user: User) => unknown][] = [
  ['frozen', (user) => Object.freeze({ ...user, identities: Object.freeze([...user.identities]) })],
  ['of a class with getters', (user) => new Entity(user)],
  [
    'with times as Date, as from Prisma and Drizzle',
    (user) => ({
      ...user,
      createdAt: new Date(user.createdAt),
      identities: user.identities.map((one) => ({ ...one, linkedAt: new Date(one.linkedAt) })),
    }),
  ],
  [
    'with further columns',
    (user) => ({
      ...user,
      passwordHash: 'hunter2',
      identities: user.identities.map((one) => ({ ...one, note: 'hunter2' })),
    }),
  ],
  [
    'with identities that this version cannot read',
    (user) => ({
      ...user,
      identities: [
        ...user.identities,
        { kind: 'passkey', id: 'hunter2', linkedAt: user.createdAt },
        { kind: 'wallet', accountId: 'hunter2', linkedAt: user.createdAt },
        null,
      ],
    }),
  ],
]

test.for(forms)(
  'behavior: users %s can sign in and see only their own data',
  async ([, change]) => {
    const { signIn } = open({
      users: {
        ...users,
        async find(by) {
          const user = await users.find(by)
          return (user && change(user)) as User | undefined
        },
      },
    })
    const email = createEmail()
    const { id } = (await users.create({ kind: 'email', email })).user
    const { browser, answer } = await signIn(email)
    expect(answer.status).toBe(200)
    const known = await users.find({ userId: id })
    const identities = known?.identities.map((one) => ({ id: email, ...one }))
    const [list, account] = [await browser.get('/identities'), await browser.get('/account')]
    expect(list.json).toEqual({ identities })
    expect(account.json).toMatchObject({ identities, createdAt: known?.createdAt })
    expect(list.text + account.text).not.toContain('hunter2')
  },
)

test.for([
  ['', 'subject'],
  [7, 'subject'],
  ['yesterday', 'createdAt'],
] as const)(
  'security: E-39 users with %j as their %s do not sign in, and no two share a subject',
  async ([value, member]) => {
    const { browser, errors } = open({
      users: {
        ...users,
        async create(identity) {
          const { user, isNew } = await users.create(identity)
          return { user: { ...user, [member]: value } as User, isNew }
        },
      },
    })
    expect((await browser().signIn()).status).toBe(500)
    expect(String(errors[0])).toContain(`\`${member}\` is not a`)
  },
)

test('security: E-39 if functions return nothing, linking and removing fail', async () => {
  // JavaScript without types may do this.
  const answerNothing = (async () => undefined) as unknown as Users['link'] & Users['unlink']
  const { signIn, request } = open({
    users: { ...users, link: answerNothing, unlink: answerNothing },
  })
  const email = createEmail()
  const { browser } = await signIn(email)
  const code = await request(browser, createEmail(), '/identities/email/start')
  expect((await browser.post('/identities/email/verify', { code })).status).toBe(500)
  expect((await browser.post('/identities/remove', { id: email })).status).toBe(500)
  expect((await users.find({ kind: 'email', email }))?.identities).toHaveLength(1)
})

test.for([
  ['rejects', async (...[id, identity]: Parameters<Users['link']>) => users.link(id, identity)],
  ['says taken', async () => 'taken' as const],
] as const)(
  'security: E-38 linking an address while the account is deleted (the database %s) answers that the session has expired',
  async ([, link]) => {
    const { signIn, request } = open({
      users: {
        ...users,
        async link(id, identity) {
          await users.delete(id)
          return link(id, identity)
        },
      },
    })
    const { browser } = await signIn(createEmail())
    const email = createEmail()
    const code = await request(browser, email, '/identities/email/start')
    const answer = await browser.post('/identities/email/verify', { code })
    expect([answer.status, answer.json]).toMatchObject([401, { code: 'session_expired' }])
    expect(await users.find({ kind: 'email', email })).toBeUndefined()
  },
)

test.for([
  ['fr;q=0, de', 'de'],
  ['en;q=0.1, fr', 'fr'],
  ['de;q=0.5, fr;q=0.8, *;q=0.1', 'fr'],
  ['de-CH, fr;q=0.9', 'de'],
  ['iw', 'he'],
  ['zh-Hant-HK', 'zh-TW'],
  ['tlh;q=1, fr;Q=0.2', 'fr'],
  ['fr;q=x', 'en'],
] as const)(
  'parameters: with Accept-Language: %s, the email is in %s',
  async ([header, locale]) => {
    const { browser, sent } = open()
    const headers = { 'accept-language': header }
    await browser().post('/otp/start', { identifier: createEmail() }, { headers })
    await vi.waitFor(() => expect(sent.at(-1)?.locale).toBe(locale))
  },
)
