import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { expect, test, vi } from 'vitest'
import { createBrowser, origin, secret } from '../fixtures/startBackend.ts'
import { createAuth } from '../index.ts'
import type { CodeMail, Users } from '../upstreams/self-hosted/index.ts'
import { selfHosted, sqliteUsers } from '../upstreams/self-hosted/index.ts'
import { memoryStore } from './memory/memoryStore.ts'
import type { Store } from './Store.ts'

/** How a store operation fails: it is not carried out, or it is carried out and its answer is lost. */
type Failure = 'not done' | 'answer lost'

/** Wraps functions so that one call fails: the nth one after `arm` is called. */
function createFailing<target extends object>(functions: target) {
  let left = Infinity
  let failure: Failure = 'not done'
  const run = async (operation: () => unknown) => {
    left -= 1
    const isFailing = left === 0
    if (isFailing && failure === 'not done') throw new Error('It is down.')
    const result = await operation()
    if (isFailing) throw new Error('The connection was lost.')
    return result
  }
  const wrap = <wrapped extends object>(target: wrapped): wrapped =>
    new Proxy(target, {
      get(object, name) {
        const member: unknown = Reflect.get(object, name)
        if (typeof member !== 'function' || name === 'inspect') return member
        return (...args: unknown[]) =>
          name === 'createCounter'
            ? wrap(Reflect.apply(member, object, args))
            : run(() => Reflect.apply(member, object, args))
      },
    })
  return {
    functions: wrap(functions),
    arm(at: number, how: Failure) {
      left = at
      failure = how
    },
    /** Returns whether a call has failed. */
    disarm() {
      const hasFailed = left <= 0
      left = Infinity
      return hasFailed
    },
  }
}

const unlimited = { points: 1_000_000, durationSeconds: 60 }
const failing = {
  store: createFailing<Store>(memoryStore()),
  users: createFailing<Users>(sqliteUsers({ file: ':memory:' })),
}
const mails: CodeMail[] = []
const auth = createAuth({
  upstream: selfHosted({
    users: failing.users.functions,
    sendCode: async (mail) => void mails.unshift(mail),
  }),
  store: failing.store.functions,
  origin,
  secret,
  trustedProxyHops: 1,
  otp: { answerQuantumMs: 0 },
  limits: {
    'otp-resend-pause': unlimited,
    'otp-start-per-identifier': unlimited,
    'otp-start-global': unlimited,
  },
})

type Browser = ReturnType<typeof createBrowser>
const open = () => createBrowser(auth.handler)
const createAccount = () => privateKeyToAccount(generatePrivateKey())
const accounts = new WeakMap<Browser, ReturnType<typeof createAccount>>()
/** Signs a challenge with the same wallet each time. */
async function signIn(browser: Browser) {
  const account = accounts.get(browser) ?? createAccount()
  accounts.set(browser, account)
  expect((await browser.signIn({ account })).status).toBe(200)
}
/** Requests a code, and returns the code from the email. */
async function requestCode(browser: Browser, path: string, email: string): Promise<string> {
  const countMails = () => mails.filter(({ to }) => to === email).length
  const before = countMails()
  await browser.post(path, { identifier: email })
  await vi.waitUntil(() => countMails() > before)
  return mails.find(({ to }) => to === email)?.code ?? ''
}

/** Prepares a call. The returned function sends it while the store fails. */
type Prepare = (browser: Browser, email: string) => Promise<() => ReturnType<Browser['send']>>

const calls: Record<string, Prepare> = {
  'POST /siwe/challenge': async (browser) => () => browser.post('/siwe/challenge', {}),
  'POST /siwe/verify': async (browser) => {
    const { body } = await browser.sign()
    return () => browser.post('/siwe/verify', body)
  },
  'POST /otp/start': async (browser, email) => () =>
    browser.post('/otp/start', { identifier: email }),
  'POST /otp/verify': async (browser, email) => {
    const code = await requestCode(browser, '/otp/start', email)
    return () => browser.post('/otp/verify', { code })
  },
  'POST /otp/verify with a wrong code': async (browser, email) => {
    const right = await requestCode(browser, '/otp/start', email)
    return () => browser.post('/otp/verify', { code: right === '111111' ? '222222' : '111111' })
  },
  'POST /identities/email/start': async (browser, email) => {
    await signIn(browser)
    return () => browser.post('/identities/email/start', { identifier: email })
  },
  'POST /identities/email/verify': async (browser, email) => {
    await signIn(browser)
    const code = await requestCode(browser, '/identities/email/start', email)
    return () => browser.post('/identities/email/verify', { code })
  },
  'POST /identities/wallet': async (browser) => {
    await signIn(browser)
    const { body } = await browser.sign()
    return () => browser.post('/identities/wallet', body)
  },
  'POST /identities/remove': async (browser) => {
    const [account, other] = [createAccount(), createAccount()]
    await browser.signIn({ account })
    await browser.post('/identities/wallet', (await browser.sign({ account: other })).body)
    await open().signIn({ account: other })
    return () => browser.post('/identities/remove', { id: `eip155:_:${other.address}` })
  },
  'GET /account': async (browser) => {
    await signIn(browser)
    return () => browser.get('/account')
  },
  'DELETE /account': async (browser) => {
    const account = createAccount()
    await open().signIn({ account })
    await browser.signIn({ account })
    return () => browser.send('DELETE', '/account')
  },
  'DELETE /session': async (browser) => {
    await signIn(browser)
    return () => browser.send('DELETE', '/session')
  },
  'DELETE /sessions': async (browser) => {
    const account = createAccount()
    await open().signIn({ account })
    await browser.signIn({ account })
    return () => browser.send('DELETE', '/sessions')
  },
}

const failures: readonly Failure[] = ['not done', 'answer lost']
type Case = readonly [name: string, part: 'store' | 'users', failure: Failure]
const cases: readonly Case[] = Object.keys(calls).flatMap((name) =>
  failures.flatMap((failure) =>
    (['store', 'users'] as const).map((part) => [name, part, failure] as const),
  ),
)

const isFirst = ([, part, failure]: Case) => part === 'store' && failure === 'not done'
const title = 'security: R-13 %s, with each operation of the %s failing once (%s)'
test.for(cases.filter(isFirst))(title, failsClosed)
test.for(cases.filter((one) => !isFirst(one)))(title, { tags: ['matrix'] }, failsClosed)

async function failsClosed([name, part, failure]: Case): Promise<void> {
  const prepare = calls[name] ?? expect.fail()
  const usual = await (await prepare(open(), `${crypto.randomUUID()}@example.com`))()
  for (let at = 1; ; at += 1) {
    const [browser, email] = [open(), `${crypto.randomUUID()}@example.com`]
    const call = await prepare(browser, email)
    const before = browser.jar.get('__Host-kit-session')
    failing[part].arm(at, failure)
    const answer = await call()
    const hasFailed = failing[part].disarm()
    const place = `operation ${at}: ${answer.text}`
    // 1. The call is refused because of the store, or does not depend on the failed operation.
    expect([usual.status, 503], place).toContain(answer.status)
    if (answer.status === 503) {
      expect(answer.json, place).toMatchObject({ code: 'store_unavailable' })
      // 2. A refused call neither signs in nor signs out.
      expect(browser.jar.get('__Host-kit-session'), place).toBe(before)
      // 3. The same call works when it is prepared again in the same browser, so nothing is locked or used up.
      const retry = await (await prepare(browser, email))()
      expect(retry.status, `${place}, then: ${retry.text}`).toBe(usual.status)
    }
    if (!hasFailed) break
    // 4. Each session is in its user's list.
    if (name === 'POST /siwe/verify' || name === 'POST /otp/verify') {
      const cookie = [...browser.jar].map((pair) => pair.join('=')).join('; ')
      const session = await auth.getSession({ headers: new Headers({ cookie }) })
      expect(await auth.sessions.list(session?.userId ?? ''), place).toHaveLength(1)
    }
  }
}
