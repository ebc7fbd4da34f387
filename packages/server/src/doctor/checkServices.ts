import { isLoopback } from '../isHttpsOrLoopback.ts'
import { connectTo } from './connectTo.ts'
import type { Finding } from './Finding.ts'
import { type Login, logInToDatabase, logInToMail, logInToRedis } from './logIn.ts'

/** Connects to each service as the app does, and logs in. Writes one short-lived key to Redis, and nothing else. */
export async function checkServices(
  variables: Readonly<Record<string, string | undefined>>,
  { isLocal, timeoutMs }: { isLocal: boolean; timeoutMs: number },
): Promise<Finding[]> {
  const findings = serviceVariables.map((variable) => {
    const value = variables[variable]
    if (!value) return []
    const kind = kinds[variable]
    return kind === undefined
      ? checkUpstream(variable, value, timeoutMs)
      : checkLogin(variable, value, { ...kind, timeoutMs })
  })
  const found = (await Promise.all(findings)).flat()
  if (variables['REDIS_URL'] || variables['DATABASE_URL'] || isLocal) return found
  return [
    ...found,
    {
      name: 'store',
      verdict: 'warn',
      says: 'REDIS_URL is not set, so sessions are in memory or in a file on one machine.',
      fix: 'This is right for one process. For more, use Redis or PostgreSQL.',
      page: 'scale-out.md',
    },
  ]
}

interface Kind {
  name: string
  schemes: RegExp
  example: string
  logIn: Login
}

const kinds: Readonly<Partial<Record<string, Kind>>> = {
  REDIS_URL: {
    name: 'store',
    schemes: /^rediss?(?:\+(?:sentinel|cluster))?:\/\/[^/]/,
    example: 'redis://user:password@host:6379',
    logIn: logInToRedis,
  },
  DATABASE_URL: {
    name: 'database',
    schemes: /^postgres(?:ql)?:\/\/[^/]/,
    example: 'postgres://user:password@host:5432/database',
    logIn: logInToDatabase,
  },
  SMTP_URL: {
    name: 'mail',
    schemes: /^smtps?:\/\/[^/]/,
    example: 'smtps://user:password@host',
    logIn: logInToMail,
  },
}

/**
 * The variables with the URLs of services. The list is fixed, because other apps on the machine may use similar
 * names.
 */
export const serviceVariables: readonly string[] = [
  ...Object.keys(kinds),
  'BAKKT_BASE_URL',
  'GNOSIS_PAY_BASE_URL',
  'WALT_ID_BASE_URL',
  'BITBADGES_BASE_URL',
  'OFFBLOCKS_BASE_URL',
]

async function checkLogin(
  variable: string,
  value: string,
  { name, schemes, example, logIn, timeoutMs }: Kind & { timeoutMs: number },
): Promise<Finding[]> {
  if (!schemes.test(value))
    return fail(name, `${variable} is not a URL of this service.`, `Write it like ${example}.`)
  // The host without user and password. A cluster's URL has several hosts, and `new URL` cannot parse it.
  const host = value.replace(/^[^/]*\/\/(?:.*@)?/, '').replace(/[/?#].*$/, '')
  if (URL.canParse(value) && !value.includes('+')) {
    const reason = await connectTo(new URL(value), timeoutMs)
    if (reason !== undefined)
      return fail(name, `${variable}: ${host} does not answer, ${reason}.`, checkAddress)
  }
  const { problem, isMissing = false, works = '', notes = [] } = await logIn(value, timeoutMs)
  if (isMissing)
    return [
      {
        name,
        verdict: 'ok',
        says: `${variable}: ${host} answers. The login was not checked, because ${problem}.`,
      },
    ]
  if (problem !== undefined)
    return fail(
      name,
      `${variable}: ${host} answers, but refuses the app: ${hideLogin(problem, value)}.`,
      'Check the user, the password, the certificate and what the user may do.',
    )
  return [
    { name, verdict: 'ok', says: `${variable}: ${host} answers, and ${works}.` },
    ...notes.map((says): Finding => ({ name, verdict: 'warn', says, page: 'scale-out.md' })),
  ]
}

function fail(name: string, says: string, fix: string): Finding[] {
  return [{ name, verdict: 'fail', says, fix }]
}

const checkAddress = 'Check the address, and whether a firewall lets this machine connect to it.'

/** Removes user and password from a server's text, in the spelling of the URL and decoded. */
function hideLogin(text: string, url: string): string {
  const [, user = '', password = ''] = /\/\/([^:@/]*)(?::(.*))?@/.exec(url) ?? []
  const secrets = [password, user].flatMap((one) => [one, decode(one)]).filter((one) => one !== '')
  const line = text.split(/\r?\n/)[0] ?? ''
  return secrets.reduce((shown, secret) => shown.replaceAll(secret, '…'), line).replace(/\.$/, '')
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

async function checkUpstream(
  variable: string,
  value: string,
  timeoutMs: number,
): Promise<Finding[]> {
  const name = 'upstream'
  if (!URL.canParse(value) || !/^https?:$/.test(new URL(value).protocol))
    return fail(name, `${variable} is not a URL.`, 'Write it like https://api.example.com.')
  const url = new URL(value)
  const reason = await ask(url, timeoutMs)
  if (reason !== undefined)
    return fail(name, `${variable}: ${url.host} does not answer, ${reason}.`, checkAddress)
  if (url.protocol !== 'https:' && !isLoopback(url.hostname))
    return [
      {
        name,
        verdict: 'fail',
        says: `${variable} is not encrypted.`,
        fix: 'Use https:// in its URL.',
        page: 'security.md',
      },
    ]
  return [{ name, verdict: 'ok', says: `${variable}: ${url.host} answers.` }]
}

/** Any answer is enough: without a key most upstreams answer 401 or 404. */
async function ask(url: URL, timeoutMs: number): Promise<string | undefined> {
  try {
    const signal = AbortSignal.timeout(timeoutMs)
    const { status } = await fetch(url, { redirect: 'manual', signal })
    return status >= 502 && status <= 504 ? `it answered ${status}` : undefined
  } catch (error) {
    const cause = error instanceof Error ? error.cause : undefined
    return cause instanceof Error && cause.message !== '' ? cause.message : 'the call failed'
  }
}
