import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { afterAll, expect, test, vi } from 'vitest'
import { createBrowser, origin, secret } from '../fixtures/startBackend.ts'
import { createAuth, memoryStore } from '../index.ts'
import { type CodeMail, selfHosted, sqliteUsers } from '../upstreams/self-hosted/index.ts'

const folder = mkdtempSync(join(tmpdir(), 'kit-identities-'))
afterAll(() => rm(folder, { recursive: true, force: true }))

let count = 0

function open() {
  count += 1
  let offsetMs = 0
  const mails: CodeMail[] = []
  let isBroken = false
  let areUsersBroken = false
  const signOut = vi.fn(async (_credential: unknown) => {})
  const users = sqliteUsers({ file: join(folder, `${count}.sqlite`) })
  const breakable = {
    ...users,
    find: (by: Parameters<typeof users.find>[0]) =>
      areUsersBroken ? Promise.reject(new Error('The database is down.')) : users.find(by),
  }
  const now = () => Date.now() + offsetMs
  const store = memoryStore({ now })
  let beforeSession = async () => {}
  const auth = createAuth({
    upstream: {
      ...selfHosted({ users: breakable, sendCode: async (mail) => void mails.unshift(mail) }),
      signOut,
    },
    store: {
      ...store,
      async set(key, ...rest) {
        if (isBroken && key.startsWith('code:')) throw new Error('The store is full.')
        if (key.startsWith('session:')) await beforeSession()
        return store.set(key, ...rest)
      },
    },
    origin,
    secret,
    trustedProxyHops: 1,
    now,
    otp: { answerQuantumMs: 0 },
  })
  const waitForCode = (to: string, number = 1) =>
    vi.waitUntil(() => {
      const sent = mails.filter((mail) => mail.to === to)
      return sent.length >= number && sent[0]?.code
    })
  return {
    auth,
    users,
    mails,
    signOut,
    waitForCode,
    breakUsers: (isNow: boolean) => {
      areUsersBroken = isNow
    },
    /** Called when the next session is about to be stored. */
    beforeNextSession: (run: () => Promise<unknown>) => {
      beforeSession = async () => {
        beforeSession = async () => {}
        await run()
      }
    },
    browser: () => createBrowser(auth.handler),
    break: (isNow: boolean) => {
      isBroken = isNow
    },
    wait: (ms: number) => {
      offsetMs += ms
    },
  }
}

type Browser = ReturnType<typeof createBrowser>

async function linkEmail(
  { waitForCode }: ReturnType<typeof open>,
  browser: Browser,
  email: string,
) {
  const start = await browser.post('/identities/email/start', { identifier: email })
  expect(start.status, start.text).toBe(202)
  return browser.post('/identities/email/verify', { code: await waitForCode(email) })
}

const account = () => privateKeyToAccount(generatePrivateKey())
const list = async (browser: Browser) =>
  ((await browser.get('/identities')).json['identities'] as { id: string }[]).map(({ id }) => id)

test('default: a user with a wallet links an email address and another wallet, and can sign in with each of them', async () => {
  const app = open()
  const [first, second] = [account(), account()]
  const browser = app.browser()
  const { json } = await browser.signIn({ account: first })
  const linked = await linkEmail(app, browser, 'ada@example.com')
  expect([linked.status, linked.json]).toMatchObject([
    200,
    {
      identities: [
        { id: `eip155:_:${first.address}`, kind: 'wallet', address: first.address },
        { id: 'ada@example.com', kind: 'email', email: 'ada@example.com' },
      ],
    },
  ])
  const { body } = await browser.sign({ account: second })
  expect((await browser.post('/identities/wallet', body)).status).toBe(200)
  const subjects = [json['session']]
  subjects.push((await app.browser().signIn({ account: second })).json['session'])
  const other = app.browser()
  app.wait(200_000)
  await other.post('/otp/start', { identifier: 'ada@example.com' })
  const code = await app.waitForCode('ada@example.com', 2)
  subjects.push((await other.post('/otp/verify', { code })).json['session'])
  expect(new Set(subjects.map((session) => (session as { subject: string }).subject)).size).toBe(1)
})

test('security: an identity of another account is a conflict, revealed only after the proof', async () => {
  const app = open()
  const wallet = account()
  await app.browser().signIn({ account: wallet })
  const owner = app.browser()
  await owner.signIn()
  expect((await linkEmail(app, owner, 'ada@example.com')).status).toBe(200)

  const other = app.browser()
  await other.signIn()
  app.wait(200_000)
  // Before the proof, the answer does not reveal that the address is taken.
  const start = await other.post('/identities/email/start', { identifier: 'ada@example.com' })
  const free = await app.browser()
  await free.signIn()
  const startOfFree = await free.post('/identities/email/start', { identifier: 'eve@example.com' })
  expect([start.status, Object.keys(start.json)]).toEqual([
    startOfFree.status,
    Object.keys(startOfFree.json),
  ])
  const code = await app.waitForCode('ada@example.com', 2)
  const wrong = await other.post('/identities/email/verify', {
    code: code === '111111' ? '222222' : '111111',
  })
  expect([wrong.status, wrong.json]).toMatchObject([401, { code: 'otp_invalid' }])
  const taken = await other.post('/identities/email/verify', { code })
  expect([taken.status, taken.json]).toMatchObject([409, { code: 'identity_taken' }])
  expect((await other.post('/identities/email/verify', { code })).status).toBe(401)

  const { body } = await other.sign({ account: wallet })
  const forged = { ...body, signature: `0x${'1b'.repeat(65)}` }
  expect((await other.post('/identities/wallet', forged)).json).toMatchObject({
    code: 'signature_rejected',
  })
  const again = await other.sign({ account: wallet })
  expect((await other.post('/identities/wallet', again.body)).json).toMatchObject({
    code: 'identity_taken',
  })
  expect(await list(other)).toHaveLength(1)
})

test('security: a code for linking signs nobody in and works for no other account', async () => {
  const app = open()
  const browser = app.browser()
  await browser.signIn()
  await browser.post('/identities/email/start', { identifier: 'ada@example.com' })
  const code = await app.waitForCode('ada@example.com')
  expect((await browser.post('/otp/verify', { code })).json).toMatchObject({ code: 'otp_invalid' })
  // Another user signs in to the same browser, but the code was sent for the first user.
  await browser.signIn()
  expect((await browser.post('/identities/email/verify', { code })).json).toMatchObject({
    code: 'otp_invalid',
  })
})

test('security: a code for linking allows five attempts, even in parallel', async () => {
  const app = open()
  const browser = app.browser()
  await browser.signIn()
  await browser.post('/identities/email/start', { identifier: 'ada@example.com' })
  const code = await app.waitForCode('ada@example.com')
  const wrong = code === '111111' ? '222222' : '111111'
  await Promise.all(
    Array.from({ length: 20 }, () => browser.post('/identities/email/verify', { code: wrong })),
  )
  expect((await browser.post('/identities/email/verify', { code })).json).toMatchObject({
    code: 'otp_attempts_exhausted',
  })
})

test('security: E-03 a flood of requests for linking codes sends as few emails as one for sign-in codes', async () => {
  const app = open()
  for (let count = 0; count < 30; count += 1) {
    const stranger = app.browser()
    await stranger.signIn()
    await stranger.post('/identities/email/start', { identifier: 'ada@example.com' })
    app.wait(10_000)
  }
  // Emails within five minutes: one immediately, and others after pauses of 60, 120 and 240 s.
  await app.waitForCode('ada@example.com')
  expect(app.mails.length).toBeLessThanOrEqual(3)
})

test('security: E-03 requests for an address by others do not keep its owner from linking it', async () => {
  const app = open()
  const [stranger, owner] = [app.browser(), app.browser()]
  await owner.signIn()
  await stranger.signIn()
  const ada = { identifier: 'ada@example.com' }
  expect((await stranger.post('/identities/email/start', ada)).status).toBe(202)
  const code = await app.waitForCode('ada@example.com')
  // The mailbox already has a code, which the owner may enter, so no second email is sent.
  expect((await owner.post('/identities/email/start', ada)).status).toBe(202)
  for (let tries = 0; tries < 5; tries += 1)
    await stranger.post('/identities/email/verify', {
      code: code === '111111' ? '222222' : '111111',
    })
  const linked = await owner.post('/identities/email/verify', { code })
  expect([linked.status, await list(owner)]).toEqual([
    200,
    expect.arrayContaining([ada.identifier]),
  ])
  expect(app.mails).toHaveLength(1)
  expect((await stranger.post('/identities/email/verify', { code })).status).not.toBe(200)
})

test('security: E-11 if browsers share a code for linking, only one of many parallel submits links the address', async () => {
  const app = open()
  const browsers = [app.browser(), app.browser(), app.browser()]
  for (const browser of browsers) {
    await browser.signIn()
    await browser.post('/identities/email/start', { identifier: 'ada@example.com' })
  }
  const code = await app.waitForCode('ada@example.com')
  const answers = await Promise.all(
    browsers.flatMap((browser) =>
      [1, 2, 3].map(() => browser.post('/identities/email/verify', { code })),
    ),
  )
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
  expect(answers.filter(({ status }) => status !== 200 && status !== 401)).toEqual([])
})

test('behavior: a text that cannot be a code for linking is not an attempt', async () => {
  const app = open()
  const browser = app.browser()
  await browser.signIn()
  await browser.post('/identities/email/start', { identifier: 'ada@example.com' })
  const code = await app.waitForCode('ada@example.com')
  for (const text of ['12345', '1234567', 'abcdef', '123 45', '12345', '12345'])
    expect((await browser.post('/identities/email/verify', { code: text })).status).toBe(400)
  expect((await browser.post('/identities/email/verify', { code })).status).toBe(200)
})

test('security: E-07 a correct code for linking still works after the database was down', async () => {
  const app = open()
  const browser = app.browser()
  await browser.signIn()
  await browser.post('/identities/email/start', { identifier: 'ada@example.com' })
  const code = await app.waitForCode('ada@example.com')
  app.breakUsers(true)
  const down = await browser.post('/identities/email/verify', { code })
  expect([down.status, down.json]).toMatchObject([503, { code: 'store_unavailable' }])
  app.breakUsers(false)
  expect((await browser.post('/identities/email/verify', { code })).status).toBe(200)
})

test('security: guesses of codes for linking count together with those for signing in', async () => {
  const app = open()
  const stranger = app.browser()
  await stranger.signIn()
  const start = (identifier: string) => stranger.post('/identities/email/start', { identifier })
  const verify = (code: string) => stranger.post('/identities/email/verify', { code })
  const wrongOf = (code: string) => (code === '111111' ? '222222' : '111111')
  for (const name of ['ada', 'bob'])
    for (let count = 0; count < 3; count += 1) {
      if (count === 0) await start(`${name}@example.com`)
      await verify(wrongOf(await app.waitForCode(`${name}@example.com`)))
    }
  // This network has reached the limit of guesses, so it now needs two correct codes.
  await start('eve@example.com')
  const first = await verify(await app.waitForCode('eve@example.com'))
  expect([first.status, first.json]).toMatchObject([401, { code: 'otp_second_code_required' }])
  app.wait(61_000)
  await start('eve@example.com')
  const second = await verify(await app.waitForCode('eve@example.com', 2))
  expect([second.status, second.text]).toEqual([200, expect.stringContaining('eve@example.com')])
})

test('security: E-07 a code for linking that could not be stored does not count towards limits', async () => {
  const app = open()
  const browser = app.browser()
  await browser.signIn()
  const answers: number[] = []
  for (let count = 0; count < 4; count += 1) {
    app.break(true)
    answers.push(
      (await browser.post('/identities/email/start', { identifier: 'ada@example.com' })).status,
    )
  }
  app.break(false)
  answers.push(
    (await browser.post('/identities/email/start', { identifier: 'ada@example.com' })).status,
  )
  expect(answers).toEqual([503, 503, 503, 503, 202])
})

test('security: removing an identity ends the user’s other sessions', async () => {
  const app = open()
  const [old, fresh] = [account(), account()]
  const browser = app.browser()
  await browser.signIn({ account: old })
  const { body } = await browser.sign({ account: fresh })
  await browser.post('/identities/wallet', body)
  const thief = app.browser()
  await thief.signIn({ account: old })
  await browser.post('/identities/remove', { id: `eip155:_:${old.address}` })
  expect((await thief.get('/session')).json).toMatchObject({ session: null })
  expect((await browser.get('/session')).json).toMatchObject({ session: { method: 'siwe' } })
})

test('security: changing identities needs a recent sign-in; listing them does not', async () => {
  const app = open()
  const browser = app.browser()
  await browser.signIn()
  app.wait(301_000)
  expect((await browser.get('/identities')).status).toBe(200)
  const calls = [
    browser.post('/identities/email/start', { identifier: 'ada@example.com' }),
    browser.post('/identities/email/verify', { code: '123456' }),
    browser.post('/identities/remove', { id: 'ada@example.com' }),
    browser.get('/account'),
    browser.send('DELETE', '/account'),
  ]
  for (const { json } of await Promise.all(calls))
    expect(json).toMatchObject({ code: 'step_up_required' })
  for (const { json } of [
    await app.browser().get('/identities'),
    await app.browser().send('DELETE', '/account'),
  ])
    expect(json).toMatchObject({ code: 'session_missing' })
})

test('security: the last identity stays; identities of others are not changed', async () => {
  const app = open()
  const wallet = account()
  const browser = app.browser()
  await browser.signIn({ account: wallet })
  const id = `eip155:_:${wallet.address}`
  const last = await browser.post('/identities/remove', { id })
  expect([last.status, last.json]).toMatchObject([409, { code: 'identity_last' }])
  const other = app.browser()
  await other.signIn()
  expect((await other.post('/identities/remove', { id })).status).toBe(200)
  expect(await list(browser)).toEqual([id])
  await linkEmail(app, browser, 'ada@example.com')
  expect((await browser.post('/identities/remove', { id })).status).toBe(200)
  expect(await list(browser)).toEqual(['ada@example.com'])
})

test('default: an account can be exported, and deleted with all its sessions', async () => {
  const app = open()
  const wallet = account()
  const [browser, phone] = [app.browser(), app.browser()]
  await browser.signIn({ account: wallet })
  await phone.signIn({ account: wallet })
  await linkEmail(app, browser, 'ada@example.com')
  const exported = await browser.get('/account')
  const { sessions } = (await browser.get('/sessions')).json
  const user = await app.users.find({ kind: 'email', email: 'ada@example.com' })
  expect(exported.json).toEqual({
    subject: user?.subject,
    createdAt: user?.createdAt,
    identities: [
      expect.objectContaining({ kind: 'wallet', address: wallet.address }),
      expect.objectContaining({ kind: 'email', email: 'ada@example.com' }),
    ],
    sessions,
  })
  expect(sessions).toHaveLength(2)
  expect((await browser.send('DELETE', '/account')).status).toBe(204)
  for (const one of [browser, phone])
    expect((await one.get('/session')).json).toMatchObject({ session: null })
  // Both sessions also end at the upstream, as if the user had signed out.
  expect(app.signOut).toHaveBeenCalledTimes(2)
  expect(await app.users.find({ kind: 'email', email: 'ada@example.com' })).toBeUndefined()
})

test('behavior: an upstream that does not store users offers no identities and no account', async () => {
  const users = sqliteUsers({ file: join(folder, 'x.sqlite') })
  const { identities: _, ...upstream } = selfHosted({ users })
  const auth = createAuth({ upstream, origin, secret })
  expect((await createBrowser(auth.handler).get('/identities')).json).toMatchObject({
    code: 'method_not_offered',
  })
})

test.for([
  ['the account is deleted', (browser: Browser) => browser.send('DELETE', '/account')],
  [
    'its wallet is removed',
    (browser: Browser, id: string) => browser.post('/identities/remove', { id }),
  ],
] as const)(
  'security: E-38 a sign-in that completes while %s opens no session',
  async ([, change]) => {
    const app = open()
    const wallet = account()
    const [owner, thief] = [app.browser(), app.browser()]
    await owner.signIn({ account: wallet })
    const signed = await owner.sign({ account: account() })
    await owner.post('/identities/wallet', signed.body)
    const { body } = await thief.sign({ account: wallet })
    app.beforeNextSession(() => change(owner, `eip155:_:${wallet.address}`))
    const answer = await thief.post('/siwe/verify', body)
    expect([answer.status, answer.json]).toMatchObject([404, { code: 'account_not_found' }])
    expect(thief.jar.has('__Host-kit-session')).toBe(false)
  },
)

test('security: E-38 a code that is entered while its address is removed opens no session', async () => {
  const app = open()
  const [owner, thief] = [app.browser(), app.browser()]
  await owner.signIn()
  await linkEmail(app, owner, 'ada@example.com')
  app.wait(200_000)
  await thief.post('/otp/start', { identifier: 'ada@example.com' })
  const code = await app.waitForCode('ada@example.com', 2)
  app.beforeNextSession(() => owner.post('/identities/remove', { id: 'ada@example.com' }))
  const answer = await thief.post('/otp/verify', { code })
  expect([answer.status, answer.json]).toMatchObject([401, { code: 'otp_invalid' }])
  expect((await thief.get('/session')).json).toMatchObject({ session: null })
})

test('security: E-25 setting the clock back does not make an old sign-in recent', async () => {
  const app = open()
  const browser = app.browser()
  await browser.signIn()
  app.wait(-3_600_000)
  const answer = await browser.send('DELETE', '/account')
  expect([answer.status, answer.json]).toMatchObject([401, { code: 'step_up_required' }])
})
