import { type Challenge, createSiweMessage, findRecovery } from '@kit/core'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { createBrowser, type TestAnswer, type TestBrowser } from './createBrowser.ts'

/** Options of `checkUpstream`. */
export interface UpstreamUnderTest {
  /**
   * Creates a backend with the adapter and returns its handler, such as `createAuth({ upstream, …
   * }).handler`.
   */
  open: () => (request: Request) => Promise<Response>
  /**
   * Creates a backend with an adapter whose upstream does not answer, for example because its port is closed.
   */
  openUnreachable: () => (request: Request) => Promise<Response>
  /** The origin given to `createAuth`. */
  origin: string
  /** @default '/api/auth' */
  basePath?: string | undefined
  /** The chain that wallets are on. @default 1 */
  chainId?: number | undefined
  /** A `GET` path that the proxy allows and that needs a session, such as `/user`. @default none */
  readPath?: string | undefined
  /** For codes by email: two people, and how to read the latest code of each. @default not checked */
  email?:
    | { people: readonly [string, string]; readCode: (identifier: string) => Promise<string> }
    | undefined
  /** Texts that no answer may contain, such as the app's key. @default none */
  secrets?: readonly string[] | undefined
}

/** One check. `run` rejects with a sentence that says what is wrong. */
export interface UpstreamCheck {
  readonly name: string
  readonly run: () => Promise<void>
}

/**
 * Checks your adapter behind a real backend, in any test runner: two people can sign in and read, a wrong
 * signature, a replay and an unknown person are refused, and every failure has an error code.
 *
 * @example
 * for (const { name, run } of checkUpstream({ open, openUnreachable, origin })) test(name, run)
 */
export function checkUpstream(options: UpstreamUnderTest): readonly UpstreamCheck[] {
  const { origin, basePath = '/api/auth', chainId = 1, readPath, secrets = [], email } = options
  const openBrowser = (handler = options.open()) => {
    const watched = async (request: Request) => {
      const answer = await handler(request)
      const text = await answer.clone().text()
      if (secrets.some((secret) => text.includes(secret))) fail('An answer contains a secret.')
      return answer
    }
    return createBrowser(watched, origin, basePath)
  }

  /** Runs all steps of a wallet sign-in except the last, and returns the last one's body. */
  async function prepare(browser: TestBrowser, account = createAccount()) {
    const { address } = account
    const asked = await browser.post('/siwe/challenge', { address, chainId })
    expectStatus(asked, 200, 'A challenge')
    const message = readText(asked, address, chainId)
    return { message, signature: await account.signMessage({ message }), address, chainId }
  }

  async function enterByWallet(browser: TestBrowser): Promise<void> {
    const answer = await browser.post('/siwe/verify', await prepare(browser))
    expectStatus(answer, 200, 'A signed challenge')
  }

  async function enterByCode(browser: TestBrowser, identifier: string): Promise<void> {
    expectStatus(await browser.post('/otp/start', { identifier }), 202, 'A request for a code')
    const code = (await email?.readCode(identifier)) ?? ''
    expectStatus(await browser.post('/otp/verify', { code }), 200, 'The code')
  }

  async function expectSession(browser: TestBrowser, isThere: boolean): Promise<void> {
    const { json } = await browser.get('/session')
    if ((json['session'] !== null) !== isThere)
      fail(isThere ? 'Nobody is signed in.' : 'Somebody is signed in.')
    if (readPath === undefined) return
    const read = await browser.get(`/upstream${readPath}`)
    expectStatus(read, isThere ? 200 : 401, `Reading ${readPath}`)
  }

  async function offers(method: string): Promise<boolean> {
    const { json } = await openBrowser().get('/session')
    return Array.isArray(json['methods']) && json['methods'].includes(method)
  }

  const byWallet: Record<string, () => Promise<void>> = {
    'default: two people sign in by wallet, read, and sign out twice': async () => {
      const handler = options.open()
      const browsers = [openBrowser(handler), openBrowser(handler)]
      for (const browser of browsers) await enterByWallet(browser)
      for (const browser of browsers) await expectSession(browser, true)
      for (const browser of browsers) {
        for (const time of ['first', 'second'])
          expectStatus(await browser.delete('/session'), 204, `The ${time} sign-out`)
        await expectSession(browser, false)
      }
    },
    "security: another person's signature does not sign in": async () => {
      const browser = openBrowser()
      const body = await prepare(browser)
      const signature = await createAccount().signMessage({ message: body.message })
      expectRefusal(await browser.post('/siwe/verify', { ...body, signature }))
      await expectSession(browser, false)
    },
    'security: a signed message works only once': async () => {
      const handler = options.open()
      const [browser, other] = [openBrowser(handler), openBrowser(handler)]
      const body = await prepare(browser)
      await browser.post('/siwe/verify', body)
      await browser.delete('/session')
      for (const who of [browser, other]) {
        expectRefusal(await who.post('/siwe/verify', body))
        await expectSession(who, false)
      }
    },
    'behavior: after a refusal the next sign-in works': async () => {
      const browser = openBrowser()
      const body = await prepare(browser)
      await browser.post('/siwe/verify', { ...body, signature: `0x${'1b'.repeat(65)}` })
      await enterByWallet(browser)
    },
    'security: an unreachable upstream gives an error code and signs in nobody': async () => {
      const browser = openBrowser(options.openUnreachable())
      const { address } = createAccount()
      const asked = await browser.post('/siwe/challenge', { address, chainId })
      if (asked.status !== 200) return expectRefusal(asked)
      const message = readText(asked, address, chainId)
      const signature = `0x${'1b'.repeat(65)}`
      expectRefusal(await browser.post('/siwe/verify', { message, signature, address, chainId }))
    },
  }

  const byCode: Record<string, () => Promise<void>> = {
    'default: two people sign in by code': async () => {
      const handler = options.open()
      for (const person of email?.people ?? []) {
        const browser = openBrowser(handler)
        await enterByCode(browser, person)
        await expectSession(browser, true)
      }
    },
    "security: another person's code does not sign in": async () => {
      const [one = '', other = ''] = email?.people ?? []
      const handler = options.open()
      const [browser, stranger] = [openBrowser(handler), openBrowser(handler)]
      await browser.post('/otp/start', { identifier: one })
      const code = (await email?.readCode(one)) ?? ''
      await stranger.post('/otp/start', { identifier: other })
      expectRefusal(await stranger.post('/otp/verify', { code }))
      await expectSession(stranger, false)
    },
    'security: an unknown person gets the same answer': async () => {
      const handler = options.open()
      const [known = ''] = email?.people ?? []
      const ask = (identifier: string) => openBrowser(handler).post('/otp/start', { identifier })
      const [one, other] = [await ask(known), await ask(`${crypto.randomUUID()}@example.com`)]
      if (one.status !== other.status)
        fail(`A known person gets ${one.status}, others ${other.status}.`)
    },
  }

  const toChecks = (checks: Record<string, () => Promise<void>>, method: string) =>
    Object.entries(checks).map(([name, run]) => ({
      name,
      // The steps for a method that the adapter does not offer are skipped.
      run: async () => ((await offers(method)) ? run() : undefined),
    }))
  return [
    {
      name: 'default: it offers a method, and nobody is signed in at first',
      async run() {
        const { status, json } = await openBrowser().get('/session')
        if (status !== 200 || json['session'] !== null) fail('Somebody is signed in.')
        const { methods } = json
        if (!Array.isArray(methods) || methods.length === 0) fail('The adapter offers no method.')
      },
    },
    ...toChecks(byWallet, 'siwe'),
    ...(email === undefined ? [] : toChecks(byCode, 'email-otp')),
  ]
}

/** Returns the text that a challenge asks the wallet to sign. */
function readText({ json }: TestAnswer, address: string, chainId: number): string {
  if (typeof json['message'] === 'string') return json['message']
  return createSiweMessage(json as unknown as Challenge & { format: 'eip4361' }, {
    address,
    chainId,
  })
}

function createAccount() {
  return privateKeyToAccount(generatePrivateKey())
}

function expectStatus({ status, json }: TestAnswer, expected: number, what: string): void {
  const code = json['code'] === undefined ? '' : ` ${json['code']}`
  if (status !== expected) fail(`${what} got the status ${status}${code}, expected ${expected}.`)
}

/** Checks that a refusal has a code of the closed list. */
function expectRefusal({ status, json }: TestAnswer): void {
  if (status < 400) fail(`The request got the status ${status}, but should be refused.`)
  if (findRecovery(String(json['code'])) === undefined || json['code'] === 'internal_error')
    fail(`The refusal has the code ${json['code']}: every failure of an adapter is an AuthError.`)
}

function fail(reason: string): never {
  throw new Error(reason)
}
