import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Libsql from 'libsql'
import pg from 'pg'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { runClock } from '../fixtures/runClock.ts'
import { createBrowser, origin, secret } from '../fixtures/startBackend.ts'
import { startPostgres } from '../fixtures/startPostgres.ts'
import { createAuth, memoryStore } from '../index.ts'
import {
  postgresUsers,
  selfHosted,
  sqliteUsers,
  type Users,
} from '../upstreams/self-hosted/index.ts'
import { postgresStore } from './postgres/postgresStore.ts'
import type { Store } from './Store.ts'
import { sqliteStore } from './sqlite/sqliteStore.ts'

/* Stores that another process has locked, for example during a migration or a long transaction. */
const patience = { timeout: 60_000 }
const folder = mkdtempSync(join(tmpdir(), 'kit-locked-'))
let server: Awaited<ReturnType<typeof startPostgres>>
let admin: pg.Client
const closing: (() => Promise<unknown>)[] = []
beforeAll(async () => {
  server = await startPostgres()
  admin = new pg.Client({ connectionString: server.url })
  await admin.connect()
}, patience.timeout)
afterAll(async () => {
  for (const close of closing) await close()
  await admin.end()
  await server.close()
  await rm(folder, { recursive: true, force: true })
})

let count = 0
function open({ store, users }: { store: Store; users?: Users }) {
  count += 1
  const file = sqliteUsers({ file: join(folder, `users-${count}.sqlite`) })
  closing.push(() => file.close())
  const sent: { to: string; code: string }[] = []
  const auth = createAuth({
    upstream: selfHosted({
      users: users ?? file,
      sendCode: async (mail) => void sent.push(mail),
    }),
    origin,
    secret,
    store,
    trustedProxyHops: 1,
    otp: { answerQuantumMs: 0 },
  })
  const browser = () => createBrowser(auth.handler)
  const start = async (email: string) => {
    const visitor = browser()
    expect((await visitor.post('/otp/start', { identifier: email })).status).toBe(202)
    const { code } = await vi.waitFor(
      () => sent.find(({ to }) => to === email) ?? expect.fail('no email'),
    )
    return { enter: () => visitor.post('/otp/verify', { code }) }
  }
  return { auth, browser, start }
}

/** Returns the longest time for which this process was blocked, in ms. */
async function watchPauses(run: () => Promise<unknown>): Promise<number> {
  let [last, longest] = [performance.now(), 0]
  const beat = setInterval(() => {
    longest = Math.max(longest, performance.now() - last)
    last = performance.now()
  }, 5)
  await run()
  clearInterval(beat)
  return longest
}

async function lockPostgres(table: string): Promise<() => Promise<unknown>> {
  await admin.query('BEGIN')
  await admin.query(`LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE`)
  return () => admin.query('ROLLBACK')
}

const cases: [string, () => { store: Store; lock: () => Promise<() => Promise<unknown>> }][] = [
  [
    'a SQLite file',
    () => {
      const file = join(folder, 'auth.sqlite')
      const store = sqliteStore({ file })
      closing.push(() => store.close())
      return {
        store,
        lock: async () => {
          const other = new Libsql(file)
          other.exec('BEGIN IMMEDIATE')
          return async () => void other.close()
        },
      }
    },
  ],
  [
    'PostgreSQL',
    () => {
      const store = postgresStore({ url: server.url })
      closing.push(() => store.close())
      return { store, lock: () => lockPostgres('kit_values, kit_counters') }
    },
  ],
  [
    'the app’s pool of PostgreSQL, without any limit,',
    () => {
      const pool = new pg.Pool({ connectionString: server.url, max: 5 })
      pool.on('error', () => {})
      closing.push(() => pool.end())
      return {
        store: postgresStore({ pool }),
        lock: () => lockPostgres('kit_values, kit_counters'),
      }
    },
  ],
]

test.for(cases)(
  'security: R-11 %s that another process has locked causes 503 after a second, and recovers by itself',
  patience,
  async ([, create]) => {
    const { store, lock } = create()
    const { auth, browser, start } = open({ store })
    const email = `ada-${count}@example.com`
    const { enter } = await start(email)
    const unlock = await lock()
    const startedAt = performance.now()
    const longestPauseMs = await watchPauses(async () => {
      const answers = await Promise.all([
        ...Array.from({ length: 8 }, (_, index) =>
          browser().post('/otp/start', { identifier: `other-${index}@example.com` }),
        ),
        enter(),
      ])
      for (const { status, json } of answers)
        expect([status, json]).toMatchObject([503, { code: 'store_unavailable' }])
    })
    // The limit is one second, but a busy machine may take longer.
    expect(performance.now() - startedAt).toBeLessThan(4500)
    expect(longestPauseMs).toBeLessThan(2000)
    expect(await auth.health()).toMatchObject({ store: 'down' })
    await unlock()
    await expect.poll(() => auth.health(), patience).toMatchObject({ store: 'up' })
    // The code was not used up, and opens one session.
    const entered = [await enter(), await enter()]
    expect(entered.map(({ status }) => status)).toEqual([200, 401])
  },
)

test('security: R-11 if another process has locked the users in PostgreSQL, requests get 503 after a second', async () => {
  const users = postgresUsers({ url: server.url })
  closing.push(() => users.close())
  const { browser, start } = open({ store: memoryStore(), users })
  const { enter } = await start('joan@example.com')
  const unlock = await lockPostgres('kit_users, kit_email_addresses')
  const startedAt = performance.now()
  const answers = await Promise.all([
    browser().post('/otp/start', { identifier: 'other@example.com' }),
    enter(),
  ])
  for (const { status, json } of answers)
    expect([status, json]).toMatchObject([503, { code: 'store_unavailable' }])
  // The limit of a query that does not wait for a lock is five seconds.
  expect(performance.now() - startedAt).toBeLessThan(4500)
  await unlock()
  expect((await enter()).status).toBe(200)
})

test(
  'behavior: health() says that the upstream is down while the users cannot be read',
  patience,
  async () => {
    const users = postgresUsers({ url: server.url })
    closing.push(() => users.close())
    const { auth, start } = open({ store: memoryStore(), users })
    const { enter } = await start('grace@example.com')
    const unlock = await lockPostgres('kit_users')
    expect(await auth.health()).toMatchObject({ store: 'up', upstream: 'down' })
    await unlock()
    expect(await auth.health()).toMatchObject({ store: 'up', upstream: 'up' })
    expect((await enter()).status).toBe(200)
  },
)

test('security: R-11 if a custom store never answers, the route answers 503 after ten seconds', async () => {
  let isHanging = false
  const store = memoryStore()
  const { browser } = open({
    store: { ...store, get: (key) => (isHanging ? new Promise(() => {}) : store.get(key)) },
  })
  const visitor = browser()
  expect((await visitor.signIn()).status).toBe(200)
  isHanging = true
  const { status, json } = await runClock(() => visitor.get('/session'))
  expect([status, json]).toMatchObject([503, { code: 'store_unavailable' }])
})
