import { createHash } from 'node:crypto'
import { afterEach, expect, test } from 'vitest'
import { type createBrowser, origin, startBackend } from '../fixtures/startBackend.ts'
import { memoryStore } from '../index.ts'
import { problem } from '../problem.ts'
import type { RedirectUpstream, Upstream } from '../upstreams/Upstream.ts'

let closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing) await close()
  closing = []
})

/** An upstream whose page approves immediately and whose service supports PKCE, but never invalidates codes. */
async function start(options: { isPkce?: boolean; redirect?: Partial<RedirectUpstream> } = {}) {
  const base = await startBackend()
  const challenges = new Map<string, string>()
  const revoked: unknown[] = []
  const upstream: Upstream = {
    id: 'pages',
    redirect: {
      async start({ state, callbackUrl, codeChallenge }) {
        const code = `code-${challenges.size}`
        challenges.set(code, codeChallenge)
        return { url: `${callbackUrl}?code=${code}&state=${state}` }
      },
      async finish({ query, codeVerifier }) {
        const code = query.get('code') ?? ''
        const challenge = createHash('sha256').update(codeVerifier).digest('base64url')
        if (options.isPkce === true && challenges.get(code) !== challenge)
          throw problem('redirect_state_invalid')
        return { userId: `user of ${code}`, credential: `token of ${code}` }
      },
      ...options.redirect,
    },
    async signOut(credential) {
      revoked.push(credential)
    },
  }
  const store = memoryStore({ now: Date.now })
  const backend = await startBackend({ upstream, store })
  closing.push(base.close, backend.close)
  return { backend, revoked }
}

type Browser = ReturnType<typeof createBrowser>

/** Returns the callback URL to which the page would redirect this browser. */
async function approve(browser: Browser): Promise<URL> {
  const { json } = await browser.post('/redirect/start', {})
  return new URL(String(json['url']))
}

/** Calls the callback, with a different code if one is given. */
function comeBack(browser: Browser, back: URL, code = back.searchParams.get('code') ?? '') {
  const query = new URLSearchParams({ code, state: back.searchParams.get('state') ?? '' })
  return browser.get(`/redirect/callback?${query}`, { headers: { 'sec-fetch-site': 'cross-site' } })
}

const isSignedIn = (browser: Browser) => browser.jar.has('__Host-kit-session')

test('default: a browser returns from the page and is signed in', async () => {
  const { backend } = await start()
  const browser = backend.browser()
  const back = await approve(browser)
  expect(back.origin).toBe(origin)
  expect((await comeBack(browser, back)).status).toBe(200)
  expect(isSignedIn(browser)).toBe(true)
})

test('security: E-11 one code opens one session, even if the service accepts it twice', async () => {
  const { backend, revoked } = await start()
  const [owner, thief] = [backend.browser(), backend.browser()]
  const back = await approve(owner)
  expect((await comeBack(owner, back)).status).toBe(200)
  const stolen = back.searchParams.get('code') ?? ''
  const answer = await comeBack(thief, await approve(thief), stolen)
  expect([answer.status, isSignedIn(thief)]).toEqual([401, false])
  // The service opened a second session for the code, which is ended there.
  expect(revoked).toEqual([`token of ${stolen}`])
})

test('security: E-11 fifty returns with one code open one session', async () => {
  const { backend } = await start()
  const browsers = Array.from({ length: 50 }, () => backend.browser())
  const backs = await Promise.all(browsers.map(approve))
  const answers = await Promise.all(
    browsers.map((browser, index) => comeBack(browser, backs[index] as URL, 'code-0')),
  )
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
  expect(browsers.filter(isSignedIn)).toHaveLength(1)
})

test('security: E-12 with PKCE, a stolen unused code does not work in another browser', async () => {
  const { backend } = await start({ isPkce: true })
  const [owner, thief] = [backend.browser(), backend.browser()]
  const back = await approve(owner)
  const stolen = back.searchParams.get('code') ?? ''
  const answer = await comeBack(thief, await approve(thief), stolen)
  expect([answer.status, isSignedIn(thief)]).toEqual([401, false])
  expect((await comeBack(owner, back)).status).toBe(200)
})

test('security: E-12 neither the URL nor the answer contains the verifier', async () => {
  const verifiers: string[] = []
  const { backend } = await start({
    redirect: {
      async finish({ codeVerifier }) {
        verifiers.push(codeVerifier)
        return { userId: 'ada', credential: null }
      },
    },
  })
  const browser = backend.browser()
  const started = await browser.post('/redirect/start', {})
  const finished = await comeBack(browser, new URL(String(started.json['url'])))
  expect(verifiers).toEqual([expect.stringMatching(/^[\w-]{43}$/)])
  for (const { text } of [started, finished]) expect(text).not.toContain(verifiers[0])
})

test('security: E-22 a return with a repeated code is refused', async () => {
  const { backend } = await start()
  const browser = backend.browser()
  const back = await approve(browser)
  const answer = await browser.get(`/redirect/callback${back.search}&code=another`, {
    headers: { 'sec-fetch-site': 'cross-site' },
  })
  expect([answer.status, isSignedIn(browser)]).toEqual([401, false])
})

test('security: E-07 while the service is down nothing is used up, and the return can be reloaded', async () => {
  let isDown = true
  const fail = () => {
    if (isDown) throw problem('upstream_unavailable')
  }
  const { backend } = await start({
    redirect: {
      async start({ state, callbackUrl }) {
        fail()
        return { url: `${callbackUrl}?code=code&state=${state}` }
      },
      async finish() {
        fail()
        return { userId: 'ada', credential: 'token' }
      },
    },
  })
  const browser = backend.browser()
  const tryStart = async () => (await browser.post('/redirect/start', {})).status
  for (let count = 0; count < 40; count += 1) expect(await tryStart()).toBe(502)
  isDown = false
  const back = await approve(browser)
  isDown = true
  for (let count = 0; count < 40; count += 1) {
    expect((await comeBack(browser, back)).text).toContain('upstream_unavailable')
    expect(isSignedIn(browser)).toBe(false)
  }
  isDown = false
  await comeBack(browser, back)
  expect(isSignedIn(browser)).toBe(true)
  expect((await comeBack(browser, back)).text).toContain('redirect_state_invalid')
})
