import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createSandbox } from '@kit/sandbox'
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import { forFirstAndOthers } from '../../fixtures/forFirstAndOthers.ts'
import { createBrowser } from '../../fixtures/startBackend.ts'
import { startProcess } from '../../fixtures/startProcess.ts'
import { startRedis } from '../../fixtures/startRedis.ts'
import { sqliteUsers } from './index.ts'

const patience = { timeout: 180_000 }

/* Starts four processes with one Redis, one file of users and one mail server. */
const folder = mkdtempSync(join(tmpdir(), 'kit-self-hosted-processes-'))
const file = join(folder, 'users.sqlite')
const users = sqliteUsers({ file })
let redis: Awaited<ReturnType<typeof startRedis>>
let sandbox: Awaited<ReturnType<ReturnType<typeof createSandbox>['listen']>>
let processes: Awaited<ReturnType<typeof startProcess>>[]

beforeAll(async () => {
  redis = await startRedis()
  sandbox = await createSandbox().listen()
  processes = await Promise.all([1, 2, 3, 4].map(() => startProcess(environment())))
}, patience.timeout)
afterAll(async () => {
  for (const { close } of processes) await close()
  await users.close()
  await sandbox.close()
  await redis.close()
  await rm(folder, { recursive: true, force: true })
})

function environment(deadly = '') {
  return {
    REDIS_URL: redis.url,
    SANDBOX_URL: sandbox.url,
    SMTP_URL: sandbox.smtpUrl,
    USERS_FILE: file,
    KILL_AT: deadly,
  }
}

/** Creates a browser whose requests go to the processes in turn, or to a selected one. */
function openBrowser() {
  let turn = 0
  let only: { url: string } | undefined
  const browser = createBrowser((request) => {
    turn += 1
    const { url } = only ?? processes[turn % processes.length] ?? { url: '' }
    return fetch(new Request(url + new URL(request.url).pathname, request))
  })
  return {
    browser,
    leadTo(process: { url: string } | undefined) {
      only = process
    },
  }
}

async function readCode(to: string, number = 1): Promise<string> {
  const path = `${sandbox.url}/_sandbox/inbox?to=${encodeURIComponent(to)}`
  const mails: { code: string }[] = await vi.waitUntil(
    async () => {
      const found = await (await fetch(path, { headers: { connection: 'close' } })).json()
      return found.length >= number && found
    },
    { timeout: 30_000, interval: 100 },
  )
  return mails[0]?.code ?? expect.fail()
}

test(
  'security: O-05 five hundred submits of one code on four processes open one session for one user',
  patience,
  async () => {
    const { browser } = openBrowser()
    const identifier = 'ada@example.com'
    expect((await browser.post('/otp/start', { identifier })).status).toBe(202)
    const code = await readCode(identifier)
    const answers = await Promise.all(
      Array.from({ length: 500 }, () => browser.post('/otp/verify', { code })),
    )
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(answers.filter(({ status }) => status >= 500)).toEqual([])
    expect(await users.find({ kind: 'email', email: identifier })).toMatchObject({
      identities: [{ kind: 'email', email: identifier }],
    })
  },
)

test(
  'security: a wallet that signs up on four processes at once becomes one user',
  patience,
  async () => {
    const { privateKeyToAccount, generatePrivateKey } = await import('viem/accounts')
    const account = privateKeyToAccount(generatePrivateKey())
    const browsers = Array.from({ length: 12 }, () => openBrowser().browser)
    const answers = await Promise.all(browsers.map((browser) => browser.signIn({ account })))
    const subjects = answers.map(({ json }) => (json['session'] as { subject: string }).subject)
    expect(new Set(subjects).size).toBe(1)
  },
)

const steps = [
  ['after user', 'is used'],
  ['before taken', 'works'],
  ['after taken', 'is used'],
  ['before user', 'is used'],
  ['before otp-used', 'is used'],
  ['after otp-used', 'is used'],
  ['before session', 'is used'],
  ['after session', 'is used'],
  ['before answer', 'is used'],
] as const
forFirstAndOthers(
  steps,
  'security: R-19 killed %s: the code %s, no user is incomplete, and the next sign-in works',
  patience,
  async ([step, left]) => {
    const email = `${step.replace(' ', '-')}@example.com`
    const { browser, leadTo } = openBrowser()
    expect((await browser.post('/otp/start', { identifier: email })).status).toBe(202)
    const code = await readCode(email)
    const doomed = await startProcess(environment(step))
    onTestFinished(doomed.kill)
    leadTo(doomed)
    expect(await browser.post('/otp/verify', { code }).catch(() => 'lost')).toBe('lost')
    leadTo(undefined)

    expect((await browser.get('/session')).json).toMatchObject({ session: null })
    const former = await users.find({ kind: 'email', email })
    // There is either no user or a complete one.
    if (former !== undefined) expect(former.identities).toHaveLength(1)
    const again = await browser.post('/otp/verify', { code })
    expect(again.status).toBe(left === 'works' ? 200 : 401)
    if (left === 'works') return
    expect((await browser.post('/otp/start', { identifier: email })).status).toBe(202)
    const next = await readCode(email, 2)
    expect((await browser.post('/otp/verify', { code: next })).status).toBe(200)
    const user = await users.find({ kind: 'email', email })
    expect(user?.identities).toHaveLength(1)
    if (former !== undefined) expect(user?.id).toBe(former.id)
  },
)

test(
  'security: a process that is killed before it sends an email loses only that email',
  patience,
  async () => {
    const identifier = 'eve@example.com'
    const { browser, leadTo } = openBrowser()
    const doomed = await startProcess(environment())
    leadTo(doomed)
    const faults = { method: 'POST', body: '{"upstream":"mail","times":1,"delayMs":20000}' }
    await fetch(`${sandbox.url}/_sandbox/faults`, faults)
    expect((await browser.post('/otp/start', { identifier })).status).toBe(202)
    await doomed.kill()
    leadTo(undefined)
    // The browser requests another code.
    expect((await browser.post('/otp/start', { identifier })).status).toBe(202)
    const code = await readCode(identifier)
    expect((await browser.post('/otp/verify', { code })).status).toBe(200)
  },
)
