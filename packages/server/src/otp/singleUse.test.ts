import { afterEach, expect, test } from 'vitest'
import { startBackend } from '../fixtures/startBackend.ts'
import { problem } from '../problem.ts'
import { memoryStore } from '../store/memory/memoryStore.ts'
import type { Store } from '../store/Store.ts'
import type { OtpUpstream, Upstream } from '../upstreams/Upstream.ts'

let closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing) await close()
  closing = []
})

const right = '123456'

/** An upstream that never invalidates codes and counts its calls. */
async function startCareless(
  otp: Partial<OtpUpstream> = {},
  {
    quantumMs = 0,
    store = memoryStore(),
    siwe,
  }: { quantumMs?: number; store?: Store; siwe?: NonNullable<Upstream['siwe']> } = {},
) {
  const base = await startBackend()
  const calls = { start: 0, verify: 0 }
  const upstream: Upstream = {
    ...base.upstream,
    ...(siwe === undefined ? {} : { siwe }),
    authorize: () => ({}),
    otp: {
      codeLength: 6,
      codeAlphabet: 'numeric',
      codeLifetimeSeconds: 600,
      createDecoyUserId: () => 'nobody',
      async start() {
        calls.start += 1
      },
      async verify(userId, code) {
        calls.verify += 1
        if (code !== right) throw problem('otp_invalid')
        return { userId, credential: 'none' }
      },
      ...otp,
    },
  }
  const backend = await startBackend({
    upstream,
    store,
    limits: {
      'otp-resend-pause': { points: 1000, durationSeconds: 1 },
      'otp-tries-per-code': { points: 1000, durationSeconds: 600 },
      'otp-verify-per-client': { points: 1000, durationSeconds: 600 },
      'otp-wrong-per-client-and-user': { points: 1000, durationSeconds: 600 },
      'otp-wrong-per-client': { points: 1000, durationSeconds: 600 },
      'otp-wrong-per-user': { points: 1000, durationSeconds: 600 },
    },
    otp: {
      answerQuantumMs: quantumMs,
      resolveUser: async (email) => (email.startsWith('known') ? 'known' : undefined),
    },
  })
  closing.push(base.close, backend.close)
  return { backend, calls }
}

const known = { identifier: 'known@example.com' }

test('security: E-11 fifty parallel correct codes open one session, even if the upstream does not invalidate codes', async () => {
  const { backend } = await startCareless()
  const browser = backend.browser()
  await browser.post('/otp/start', known)
  const answers = await Promise.all(
    Array.from({ length: 50 }, () => browser.post('/otp/verify', { code: right })),
  )
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
})

test('security: E-11 a copy of the pre-login cookie does not open a second session', async () => {
  const { backend } = await startCareless()
  const browser = backend.browser()
  await browser.post('/otp/start', known)
  const copy = backend.browser()
  for (const [name, value] of browser.jar) copy.jar.set(name, value)
  expect((await browser.post('/otp/verify', { code: right })).status).toBe(200)
  const second = await copy.post('/otp/verify', { code: right })
  expect([second.status, second.json]).toMatchObject([401, { code: 'otp_invalid' }])
})

/** Creates a memory store. While `isSlow`, changes of one kind of key wait until the test runs them. */
function createSlowStore(kind: string) {
  const memory = memoryStore()
  const waiting: (() => void)[] = []
  const control = { isSlow: false, waiting }
  const slow =
    <args extends [string, ...unknown[]], result>(change: (...args: args) => Promise<result>) =>
    async (...args: args) => {
      if (control.isSlow && args[0].startsWith(kind))
        await new Promise<void>((resolve) => waiting.push(resolve))
      return change(...args)
    }
  const store: Store = {
    ...memory,
    set: slow(memory.set),
    delete: slow(memory.delete),
    compareAndSet: slow(memory.compareAndSet),
  }
  return { store, control }
}

test('security: E-11 a second submit that hangs in a slow store does not use up a newer code', async () => {
  const { store, control } = createSlowStore('otp-code:')
  const { backend } = await startCareless({}, { store })
  const browser = backend.browser()
  await browser.post('/otp/start', known)
  control.isSlow = true
  const submits = [1, 2].map(() => browser.post('/otp/verify', { code: right }))
  await expect.poll(() => control.waiting.length).toBe(2)
  control.waiting.shift()?.()
  expect((await Promise.race(submits)).status).toBeLessThan(500)
  control.isSlow = false
  const later = backend.browser()
  await later.post('/otp/start', known)
  control.waiting.shift()?.()
  const statuses = (await Promise.all(submits)).map(({ status }) => status)
  expect(statuses.toSorted()).toEqual([200, 401])
  expect((await later.post('/otp/verify', { code: right })).status).toBe(200)
})

test('security: E-11 a start that fails late does not withdraw a newer code', async () => {
  let fail = () => {}
  const hanging = new Promise<undefined>((_, reject) => {
    fail = () => reject(problem('upstream_unavailable'))
  })
  let mails = 0
  const { backend } = await startCareless({
    async start(userId) {
      if (userId === 'known') mails += 1
      return mails === 1 || userId === 'nobody' ? hanging : undefined
    },
  })
  const failing = backend.browser().post('/otp/start', known)
  await expect.poll(() => mails).toBe(1)
  const later = backend.browser()
  expect((await later.post('/otp/start', known)).status).toBe(202)
  fail()
  expect((await failing).status).toBe(502)
  expect((await later.post('/otp/verify', { code: right })).status).toBe(200)
})

test('security: E-13 an unknown user never signs in, whatever the upstream answers', async () => {
  const { backend } = await startCareless()
  const browser = backend.browser()
  await browser.post('/otp/start', { identifier: 'unknown@example.com' })
  const answer = await browser.post('/otp/verify', { code: right })
  expect([answer.status, answer.json]).toMatchObject([401, { code: 'otp_invalid' }])
  expect(browser.jar.has('__Host-kit-session')).toBe(false)
})

const faults = ['upstream_rate_limited', 'upstream_unavailable', 'upstream_timeout'] as const

test.for(faults)(
  'security: E-13 %s that affects only known users is not visible to browsers',
  async (code) => {
    const { backend } = await startCareless({
      async start(userId) {
        if (userId === 'known') throw problem(code)
      },
      async verify(userId) {
        throw problem(userId === 'known' ? code : 'otp_invalid')
      },
    })
    const seen = []
    for (const name of ['known', 'unknown']) {
      const browser = backend.browser()
      const started = await browser.post('/otp/start', { identifier: `${name}@example.com` })
      const verified = await browser.post('/otp/verify', { code: right })
      seen.push(
        [started, verified].map(({ status, text, headers }) => [
          status,
          text.replaceAll(/"(?:requestId|resendAt|expiresAt)":"[^"]+"/g, ''),
          [...headers.keys()].toSorted().join(),
        ]),
      )
    }
    expect(seen[0]).toEqual(seen[1])
    expect(seen[0]?.map(([status]) => status)).toEqual([202, 401])
    expect(backend.events).toContainEqual(expect.objectContaining({ type: 'otp.delivery', code }))
  },
)

test('security: E-13 the cookie has the same length for known and unknown users', async () => {
  const { backend } = await startCareless()
  const lengths = []
  for (const name of ['known', 'unknown-to-everybody-here']) {
    const browser = backend.browser()
    await browser.post('/otp/start', { identifier: `${name}@example.com` })
    lengths.push(browser.jar.get('__Host-kit-login')?.length)
  }
  // The two user ids, `known` and `nobody`, have different lengths.
  expect(lengths[0]).toBeGreaterThan(1000)
  expect(lengths[0]).toBe(lengths[1])
})

test('security: E-13 the cookie has the same length even if the browser has many open challenges', async () => {
  const { backend } = await startCareless(
    {},
    {
      siwe: {
        messageLifetimeSeconds: 600,
        createChallenge: async () => ({
          message: `Sign ${crypto.randomUUID()}`,
          expiresAt: Date.now() + 300_000,
          memo: 'x'.repeat(100),
        }),
        verify: () => Promise.reject(problem('signature_rejected')),
      },
    },
  )
  const lengths = []
  for (const name of ['known', 'unknown-to-everybody-here']) {
    const browser = backend.browser()
    for (let count = 0; count < 4; count += 1) await browser.post('/siwe/challenge', {})
    await browser.post('/otp/start', { identifier: `${name}@example.com` })
    lengths.push(browser.jar.get('__Host-kit-login')?.length)
  }
  // Longer than the length to which every login cookie is padded.
  expect(lengths[0]).toBeGreaterThan(2000)
  expect(lengths[0]).toBe(lengths[1])
})

test('security: E-13 a lookup that fails only for known users is not visible to browsers', async () => {
  const errors: unknown[] = []
  const backend = await startBackend({
    otp: {
      answerQuantumMs: 0,
      resolveUser: (email) =>
        email.startsWith('known') ? Promise.reject(new Error('A broken row.')) : noUser(),
    },
    onError: (error) => void errors.push(error),
  })
  closing.push(backend.close)
  const seen = []
  for (const name of ['known', 'unknown-1']) {
    const answer = await backend.browser().post('/otp/start', { identifier: `${name}@example.com` })
    const [cookie = ''] = answer.headers.getSetCookie()
    seen.push([answer.status, Object.keys(answer.json), [...answer.headers.keys()], cookie.length])
  }
  expect(seen[0]).toEqual(seen[1])
  expect(seen[0]?.[0]).toBe(202)
  expect(errors).toEqual([new Error('A broken row.')])
  expect(backend.events).toContainEqual(
    expect.objectContaining({ type: 'otp.delivery', code: 'internal_error' }),
  )
})

test('security: E-13 if all lookups fail, known and unknown users get the same error', async () => {
  const backend = await startBackend({
    otp: { answerQuantumMs: 0, resolveUser: () => Promise.reject(new Error('No database.')) },
    onError: () => {},
  })
  closing.push(backend.close)
  const answer = await backend.browser().post('/otp/start', known)
  expect([answer.status, answer.json]).toMatchObject([500, { code: 'internal_error' }])
})

async function noUser() {
  return undefined
}

test('security: E-13 an outage that affects everybody is reported to known and unknown users alike', async () => {
  const { backend } = await startCareless({
    async start() {
      throw problem('upstream_unavailable')
    },
  })
  for (const name of ['known', 'unknown']) {
    const answer = await backend.browser().post('/otp/start', { identifier: `${name}@example.com` })
    expect([answer.status, answer.json]).toMatchObject([502, { code: 'upstream_unavailable' }])
  }
})

test('security: E-13 an email that takes longer for known users does not delay the answer', async () => {
  let finish = () => {}
  const sending = new Promise<undefined>((resolve) => {
    finish = () => resolve(undefined)
  })
  const { backend } = await startCareless(
    { start: (userId) => (userId === 'known' ? sending : Promise.resolve(undefined)) },
    { quantumMs: 60 },
  )
  const browser = backend.browser()
  expect((await browser.post('/otp/start', known)).status).toBe(202)
  // The email arrives later, and its code works.
  finish()
  expect((await browser.post('/otp/verify', { code: right })).status).toBe(200)
})

test('behavior: attempts while a store has temporarily lost its contents are not counted', async () => {
  const store = memoryStore()
  let isLost = false
  const backend = await startBackend({
    store: {
      ...store,
      get: async (key) => (isLost && key.startsWith('epoch:') ? 'another' : store.get(key)),
    },
  })
  closing.push(backend.close)
  const browser = backend.browser()
  await browser.post('/otp/start', { identifier: 'ada@example.com' })
  const code = await backend.codeFor('ada@example.com')
  isLost = true
  for (let count = 0; count < 6; count += 1)
    expect((await browser.post('/otp/verify', { code })).json).toMatchObject({
      code: 'otp_invalid',
    })
  isLost = false
  expect((await browser.post('/otp/verify', { code })).status).toBe(200)
})
