import { findRecovery } from '@kit/core'
import { createSandbox } from '@kit/sandbox'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Browser, Conformance, Control } from '../fixtures/Conformance.ts'
import { createBrowser, origin, secret, signChallenge } from '../fixtures/startBackend.ts'
import { type PassedAnswer, startDistorter } from '../fixtures/startDistorter.ts'
import { createAuth } from '../index.ts'
import { bitbadges } from './bitbadges/bitbadges.ts'
import { gnosisPay } from './gnosis-pay/gnosisPay.ts'

/*
 * Tests odd answers of upstreams. In each answer of a whole sign-in, each member in turn is `null` or of a different
 * type, and each answer has a different status or encoding. A new folder is tested automatically.
 */
const fixtures = import.meta.glob<{ conformance: Conformance }>('./*/fixtures/conformance.ts', {
  eager: true,
})
const folders = Object.entries(fixtures)
  .map(([path, { conformance }]) => ({ name: path.split('/')[1] ?? '', ...conformance }))
  .filter(({ decidingPath }) => decidingPath !== undefined)
/** The earlier APIs of two upstreams. */
const earlier: { [name: string]: Conformance['create'] } = {
  'gnosis-pay': (baseUrl, _, timeoutMs) =>
    gnosisPay({ dialect: 'v1', baseUrl, domain: 'app.example.com', timeoutMs }),
  bitbadges: (baseUrl, _, timeoutMs) =>
    bitbadges({
      dialect: 'legacy',
      clientId: 'demo',
      clientSecret: 'sandbox-client-secret',
      apiKey: 'sandbox-api-key',
      baseUrl,
      authorizeUrl: `${baseUrl}/auth/codegen`,
      timeoutMs,
    }),
}
const subjects = [
  ...folders.map((folder) => [folder.name, folder] as const),
  ...folders.flatMap(({ readPath: _, ...folder }) => {
    const create = earlier[folder.name]
    if (create === undefined) return []
    return [[`${folder.name}, the earlier API`, { ...folder, create }] as const]
  }),
]

describe.for<readonly [string, Conformance & { name: string }]>(subjects)('%s', ([, subject]) => {
  const { name, create, prepare, approve, readPath, readMethod } = subject
  let sandbox: Awaited<ReturnType<ReturnType<typeof createSandbox>['listen']>>
  let distorter: Awaited<ReturnType<typeof startDistorter>>
  const account = privateKeyToAccount(generatePrivateKey())
  beforeAll(async () => {
    sandbox = await createSandbox().listen()
    distorter = await startDistorter(sandbox.url)
  })
  afterAll(async () => {
    await distorter.close()
    await sandbox.close()
  })

  const control: Control = async (method, path, body) => {
    const init = body === undefined ? { method } : { method, body: JSON.stringify(body) }
    const answer = await fetch(`${sandbox.url}/_sandbox${path}`, init)
    return answer.status === 204 ? undefined : answer.json()
  }
  const readUsers = async () =>
    (await control('GET', `/users?upstream=${name}`)) as { email: string; user_uuid: string }[]

  /** Signs in with each method, reads and signs out. Returns the answer to each step. */
  async function run(): Promise<Step[]> {
    await control('DELETE', '')
    await prepare?.(control, account.address)
    const auth = createAuth({
      // A long time limit, because answers may be slow on a busy machine.
      upstream: create(`${distorter.url}/${name}`, sandbox.smtpUrl, 20_000),
      origin,
      secret,
      trustedProxyHops: 1,
      otp: {
        resolveUser: async (email) =>
          (await readUsers()).find((user) => user.email === email)?.user_uuid,
        answerQuantumMs: 0,
      },
    })
    const steps: Step[] = []
    const { methods } = (await createBrowser(auth.handler).get('/session')).json as {
      methods?: string[]
    }
    for (const method of methods ?? []) {
      const browser = createBrowser(auth.handler)
      const note = (step: string, answer: Answer) => {
        const [, code] =
          /(?:auth_error=|"code":")([a-z_]+)/.exec(
            `${answer.headers.get('location')} ${answer.text}`,
          ) ?? []
        steps.push({ step: `${method} ${step}`, status: answer.status, code })
        return code === undefined
      }
      const hasSucceeded = await signIn(browser, method, note)
      const { json, ...session } = await browser.get('/session')
      note('session', { json, ...session })
      // A successful sign-in without a session would put the user in a loop.
      expect(json['session'] !== null).toBe(hasSucceeded)
      if (hasSucceeded && readPath !== undefined) note('read', await read(browser))
      note('sign-out', await browser.send('DELETE', '/session'))
    }
    return steps
  }

  const read = (browser: Browser) =>
    readMethod === 'POST'
      ? browser.post(`/upstream${readPath}`, {})
      : browser.get(`/upstream${readPath}`)

  async function signIn(browser: Browser, method: string, note: Note): Promise<boolean> {
    if (method === 'siwe') {
      const body = { address: account.address, chainId: 1 }
      const challenge = await browser.post('/siwe/challenge', body)
      if (!note('challenge', challenge)) return false
      const signed = await signChallenge(challenge.json, { account })
      return note('verify', await browser.post('/siwe/verify', signed.body))
    }
    if (method === 'redirect') {
      const { json } = await browser.post('/redirect/start', { returnTo: '/home' })
      const back = await approve?.(String(json['url']))
      return note('callback', await browser.get(`/redirect/callback${back?.search}`))
    }
    if (!note('start', await browser.post('/otp/start', { identifier: 'ada@example.com' })))
      return false
    const [mail] = (await control('GET', '/inbox?to=ada@example.com')) as { code: string }[]
    return note('code', await browser.post('/otp/verify', { code: mail?.code ?? '000000' }))
  }

  /** Returns each call of a run without changes, with its answer, apart from the upstream's pages. */
  async function listCalls(): Promise<{ clean: Step[]; calls: PassedAnswer[] }> {
    distorter.set((answer) => answer)
    distorter.take()
    const clean = await run()
    const calls = distorter.take().filter(({ status, headers }) => {
      const isPage = String(headers['content-type']).includes('html')
      return status < 300 && !isPage
    })
    return { clean, calls: [...new Map(calls.map((call) => [toCall(call), call])).values()] }
  }

  async function runDistorted(
    call: PassedAnswer,
    change: (answer: PassedAnswer) => Partial<PassedAnswer>,
  ): Promise<Step[]> {
    distorter.set((answer) =>
      toCall(answer) === toCall(call) ? { ...answer, ...change(answer) } : answer,
    )
    const steps = await run()
    // Each failure has a code that pages can handle, and is not an internal error of this server.
    for (const { code, status } of steps) {
      if (code !== undefined) expect(findRecovery(code)).toBeDefined()
      expect([code, status]).not.toEqual(['internal_error', 500])
    }
    return steps
  }

  test('behavior: a member that is null counts as missing', async () => {
    const { calls } = await listCalls()
    for (const call of calls)
      for (const path of listMembers(call)) {
        const [left, none] = [undefined, null].map(
          (value) => () => runDistorted(call, (answer) => replaceMember(answer, path, value)),
        )
        expect(await none?.(), `${toCall(call)} ${path.join('.')}`).toEqual(await left?.())
      }
  })

  test('behavior: another 2xx status, a byte order mark and white space change nothing', async () => {
    const { clean, calls } = await listCalls()
    for (const call of calls)
      for (const change of [
        () => ({ status: 201 }),
        () => ({ status: 202 }),
        ({ body }: PassedAnswer) => ({ body: Buffer.concat([byteOrderMark, body]) }),
        ({ body }: PassedAnswer) => ({ body: Buffer.from(`\n${body}\r\n`) }),
      ])
        expect((await runDistorted(call, change)).map(withoutStatus), toCall(call)).toEqual(
          clean.map(withoutStatus),
        )
  })

  test('security: whatever form a member has, the result is at worst a known error', {
    tags: ['matrix'],
    timeout: 120_000,
  }, async () => {
    const { calls } = await listCalls()
    const pairs = calls.flatMap((call) => listMembers(call).map((path) => ({ call, path })))
    for (const { call, path } of pairs)
      for (const value of createOddValues())
        await runDistorted(call, (answer) => replaceMember(answer, path, value))
    expect(pairs.length).toBeGreaterThan(0)
  })
})

interface Step {
  readonly step: string
  readonly status: number
  readonly code: string | undefined
}
type Answer = Awaited<ReturnType<Browser['get']>>
/** Records a step, and returns whether it succeeded. */
type Note = (step: string, answer: Answer) => boolean

/** A different text for each member, because the same text may be a token in one sign-in and public in another. */
function createOddValues(): unknown[] {
  members += 1
  const mark = String(members).padStart(9, '0')
  return [
    true,
    7,
    -1.5,
    1e300,
    '',
    `odd text ${mark}`,
    `${mark}\r\nx-more: 1`,
    `ü€😀\ud800${mark}`,
    mark.repeat(1000),
    `../../${mark}?b#c`,
    `2001-01-01T00:00:00.${mark}Z`,
    `2099-01-01T00:00:00.${mark}`,
    [null],
    { a: mark },
  ]
}

let members = 0

const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf])

/** Returns a name for a call that does not depend on the ids and addresses in its path. */
function toCall({ method, path }: PassedAnswer): string {
  return `${method} ${path.replace(/\?.*/, '').replace(/0x[\da-f]+|[\da-f-]{20,}/gi, '*')}`
}

function withoutStatus({ step, code }: Step): object {
  return { step, code }
}

type Path = readonly string[]

/** Returns the path of each member of a JSON answer. */
function listMembers({ body }: PassedAnswer): Path[] {
  return isJson(body) ? listBelow(JSON.parse(String(body)), []) : []
}

function listBelow(value: unknown, path: Path): Path[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, member]) => [
    [...path, name],
    ...listBelow(member, [...path, name]),
  ])
}

function replaceMember(answer: PassedAnswer, path: Path, value: unknown): Partial<PassedAnswer> {
  if (!isJson(answer.body)) return {}
  const changed = replaceIn(JSON.parse(String(answer.body)), path, value)
  return { body: Buffer.from(JSON.stringify(changed)) }
}

function replaceIn(value: unknown, [name, ...rest]: Path, replacement: unknown): unknown {
  if (name === undefined) return replacement
  if (typeof value !== 'object' || value === null) return value
  const changed = Object.entries(value).map(([key, member]) => [
    key,
    key === name ? replaceIn(member, rest, replacement) : member,
  ])
  return Array.isArray(value) ? changed.map(([, member]) => member) : Object.fromEntries(changed)
}

function isJson(body: Buffer): boolean {
  return /^\s*[[{]/.test(String(body))
}
