import { Challenge, createSiweMessage, findIssue } from '@kit/core'
import type { Probe, ProbeAnswer } from './createProbe.ts'
import type { Finding } from './Finding.ts'

/** Checks that the app's pages may call the route and that pages of other sites may not. */
export async function checkOrigins(
  probe: Probe,
  methods: readonly string[],
): Promise<{ finding: Finding; started: ProbeAnswer | undefined }> {
  const name = 'origin'
  const path = methods.includes('siwe')
    ? '/siwe/challenge'
    : methods.includes('redirect')
      ? '/redirect/start'
      : undefined
  // Starting a sign-in by email would send somebody a code.
  if (path === undefined) return { finding: await checkByWrongCode(probe), started: undefined }
  const started = await probe.send('POST', path, { body: {} })
  const finding = await compareOrigins(probe, started, path)
  return { finding: { name, ...finding }, started }
}

/** Checks a route that offers only codes by email, by submitting a code that nobody requested. */
async function checkByWrongCode(probe: Probe): Promise<Finding> {
  const path = '/otp/verify'
  const answer = await probe.send('POST', path, { body: { code: '000000' } })
  return { name: 'origin', ...(await compareOrigins(probe, answer, path)) }
}

async function compareOrigins(
  probe: Probe,
  allowed: ProbeAnswer,
  path: string,
): Promise<Omit<Finding, 'name'>> {
  if (allowed.code === 'origin_not_allowed')
    return {
      verdict: 'fail',
      says: `The route refuses pages of ${probe.origin}.`,
      fix: `Set \`origin\` in createAuth to what users see in the address bar. If that is not ${probe.origin}, pass it to this command with --origin.`,
      page: 'errors/origin_not_allowed.md',
    }
  const foreign = await probe.send('POST', path, { body: {}, origin: stranger })
  if (foreign.code !== 'origin_not_allowed')
    return {
      verdict: 'fail',
      says: `A page of ${stranger} may call the route: it answers ${foreign.status}${foreign.code === undefined ? '' : `, ${foreign.code}`}.`,
      fix: 'Compare whole origins in the `origin` function of createAuth, and let no proxy rewrite the Origin header.',
      page: 'errors/origin_not_allowed.md',
    }
  return {
    verdict: 'ok',
    says: `Pages of ${probe.origin} may call the route, and pages of other origins may not.`,
  }
}

/** Checks that cookies reach the browser and come back to the route. */
export async function checkCookies(
  probe: Probe,
  started: ProbeAnswer | undefined,
): Promise<Finding> {
  const name = 'cookies'
  const page = 'errors/cookies_blocked.md'
  if (started === undefined)
    return { name, verdict: 'skip', says: 'No sign-in could be started without sending an email.' }
  if (started.status !== 200) return { name, verdict: 'skip', says: explainNoStart(started) }
  const [cookie] = started.headers.getSetCookie()
  if (cookie === undefined)
    return {
      name,
      verdict: 'fail',
      says: 'The answer that starts a sign-in has no Set-Cookie.',
      fix: 'Let the proxy or CDN in front of the app pass on Set-Cookie, and cache nothing below the route.',
      page,
    }
  const isEncrypted = probe.url.startsWith('https:')
  const missing = ['HttpOnly', 'SameSite', 'Path=/', ...(isEncrypted ? ['Secure'] : [])].filter(
    (attribute) => !cookie.includes(attribute),
  )
  if (missing.length > 0 || (isEncrypted && !cookie.startsWith('__Host-')))
    return {
      name,
      verdict: 'fail',
      says:
        isEncrypted && !cookie.startsWith('__Host-')
          ? 'The name of the cookie does not start with `__Host-`, as it should over https.'
          : `The cookie lacks ${missing.join(', ')}.`,
      fix: 'Set `origin` to the https address, and let no proxy rewrite cookies (nginx: proxy_cookie_path, proxy_cookie_domain).',
      page,
    }
  const challenge: unknown = started.json
  if (!isChallenge(challenge) || challenge.format !== 'eip4361')
    return { name, verdict: 'ok', says: 'Cookies reach the browser as the route sets them.' }
  return checkReturn(probe, cookie, challenge)
}

/** Says why there are no cookies to check. */
function explainNoStart({ status, code }: ProbeAnswer): string {
  return code === 'invalid_request'
    ? 'The upstream needs a wallet’s address before a sign-in can start.'
    : `No sign-in could be started: the route answered ${status}${code === undefined ? '' : `, ${code}`}.`
}

/** Reports an upstream that cannot be reached when a sign-in starts. */
export function checkStart(started: ProbeAnswer | undefined): Finding[] {
  if (started?.code?.startsWith('upstream_') !== true) return []
  return [
    {
      name: 'upstream',
      verdict: 'fail',
      says: `No sign-in can start: the route answers ${started.status}, ${started.code}.`,
      fix: 'See the page of this code. The event of that call has the upstream’s message.',
      page: `errors/${started.code}.md`,
    },
  ]
}

/**
 * Sends a message for another site with an invalid signature. The route checks the cookie first, so it refuses
 * the site only if the cookie arrived.
 */
async function checkReturn(
  probe: Probe,
  setCookie: string,
  challenge: Extract<Challenge, { format: 'eip4361' }>,
): Promise<Finding> {
  const name = 'cookies'
  const [cookie = ''] = setCookie.split(';')
  const address = '0x0000000000000000000000000000000000000001'
  const fields = { ...challenge.fields, domain: 'kit-doctor.invalid' }
  const chainId = challenge.chainIds?.[0] ?? 1
  const message = createSiweMessage({ ...challenge, fields }, { address, chainId })
  const body = { message, signature: `0x${'11'.repeat(65)}`, address }
  const answer = await probe.send('POST', '/siwe/verify', { body, cookie })
  if (answer.code === 'nonce_invalid')
    return {
      name,
      verdict: 'fail',
      says: 'The cookie that the browser sends back does not reach the route, or reaches a process that cannot read it.',
      fix: 'Let the proxy in front of the app pass on the Cookie header, and give all processes the same secret, origin and store.',
      page: 'errors/nonce_invalid.md',
    }
  return { name, verdict: 'ok', says: 'Cookies reach the browser, and come back to the route.' }
}

function isChallenge(value: unknown): value is Challenge {
  return findIssue(Challenge, value) === undefined
}

/** Checks that no cache in front of the route stores its answers and serves them to other visitors. */
export function checkCaching({ headers }: ProbeAnswer): Finding {
  const name = 'caching'
  // A CDN may add `age: 0` to an answer that it just fetched.
  const age = headers.get('age') === '0' ? null : headers.get('age')
  const hit = [...headers].find(([key, value]) => /cache/.test(key) && /\bhit\b/i.test(value))
  if (age !== null || hit !== undefined)
    return {
      name,
      verdict: 'fail',
      says: `The answer comes from a cache (${age === null ? hit?.join(': ') : `age: ${age}`}).`,
      fix: 'Exclude the route from the cache, because one visitor would see the session of another.',
      page: 'production.md',
    }
  if (!/no-store/.test(headers.get('cache-control') ?? ''))
    return {
      name,
      verdict: 'fail',
      says: 'The answer has lost its `Cache-Control: no-store`.',
      fix: 'Let no proxy rewrite Cache-Control for the route.',
      page: 'production.md',
    }
  return { name, verdict: 'ok', says: 'No cache stores the answers.' }
}

/** Checks that the server's clock agrees with the clock of this machine. */
export function checkClock(answer: ProbeAnswer, started: ProbeAnswer | undefined): Finding {
  const name = 'clock'
  const issued = readIssuedAt(started)
  const date = answer.headers.get('date')
  const said = issued ?? (date === null ? Number.NaN : Date.parse(date))
  const from = issued === undefined ? answer : (started ?? answer)
  if (Number.isNaN(said)) return { name, verdict: 'skip', says: 'The answers contain no time.' }
  const seconds = Math.round((said - (from.at - from.durationMs / 2)) / 1000)
  // The `Date` header has a resolution of one second.
  if (Math.abs(seconds) <= 5)
    return {
      name,
      verdict: 'ok',
      says: 'The server’s clock agrees with the clock of this machine.',
    }
  const ahead = seconds > 0 ? 'ahead of' : 'behind'
  return {
    name,
    verdict: Math.abs(seconds) < 60 ? 'warn' : 'fail',
    says: `The server’s clock is ${Math.abs(seconds)} s ${ahead} the clock of this machine.`,
    fix: 'Synchronize both by NTP (timedatectl set-ntp true): upstreams and wallets refuse messages from the future.',
    page: 'errors/siwe_issued_at.md',
  }
}

function readIssuedAt(started: ProbeAnswer | undefined): number | undefined {
  const fields = started?.json?.['fields']
  if (typeof fields !== 'object' || fields === null || !('issuedAt' in fields)) return undefined
  const at = Date.parse(String(fields.issuedAt))
  return Number.isNaN(at) ? undefined : at
}

/** The origin of another site, from which the route must not accept calls. */
const stranger = 'https://kit-doctor.invalid'
