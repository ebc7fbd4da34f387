import { isLoopback } from '../isHttpsOrLoopback.ts'
import { isEasyToGuess, minSecretLength } from '../keys/secretRules.ts'
import { connectTo } from './connectTo.ts'
import type { Finding } from './Finding.ts'

/**
 * Checks the variables of the starter and the guides: AUTH_SECRET, AUTH_ORIGIN, TRUSTED_PROXY_HOPS, REDIS_URL,
 * DATABASE_URL, SMTP_URL and `…_BASE_URL`. Prints no value that may be secret.
 *
 * @param probed - the origin of the running app.
 */
export async function checkEnvironment(
  variables: Readonly<Record<string, string | undefined>>,
  { probed, timeoutMs }: { probed: string; timeoutMs: number },
): Promise<Finding[]> {
  if (!names.some((name) => variables[name]) && !Object.keys(variables).some(isBaseUrl))
    return [
      {
        name: 'environment',
        verdict: 'skip',
        says: 'None of the app’s variables is set here. Pass the file that contains them: --env-file .env',
      },
    ]
  const isLocal = isLoopback(new URL(probed).hostname)
  return [
    checkSecret(variables['AUTH_SECRET'], isLocal),
    checkOriginVariable(variables['AUTH_ORIGIN'], probed),
    checkHops(variables['TRUSTED_PROXY_HOPS'], isLocal),
    ...(await checkServices(variables, { isLocal, timeoutMs })),
  ]
}

function checkSecret(value: string | undefined, isLocal: boolean): Finding {
  const name = 'secret'
  const fix = 'Set AUTH_SECRET to the output of `openssl rand -hex 32`.'
  const page = 'production.md'
  if (!value) return { name, verdict: 'fail', says: 'AUTH_SECRET is not set.', fix, page }
  for (const secret of value.split(',').map((text) => text.trim())) {
    if (secret.length < minSecretLength)
      return {
        name,
        verdict: 'fail',
        says: `AUTH_SECRET is shorter than ${minSecretLength} characters.`,
        fix,
        page,
      }
    if (isEasyToGuess(secret) || /known-to-everyone|change-me|secret-secret/i.test(secret))
      return {
        name,
        verdict: isLocal ? 'warn' : 'fail',
        says: 'AUTH_SECRET is easy to guess, or comes from an example.',
        fix,
        page,
      }
  }
  return { name, verdict: 'ok', says: 'AUTH_SECRET is long enough, and not from an example.' }
}

function checkOriginVariable(value: string | undefined, probed: string): Finding {
  const name = 'AUTH_ORIGIN'
  if (!value)
    return { name, verdict: 'warn', says: 'AUTH_ORIGIN is not set.', fix: `Set it to ${probed}.` }
  const origins = value.split(',').map((text) => text.trim())
  if (origins.includes(probed))
    return { name, verdict: 'ok', says: `AUTH_ORIGIN contains ${probed}.` }
  return {
    name,
    verdict: 'fail',
    says: `AUTH_ORIGIN is ${value}, but the app answers at ${probed}.`,
    fix: 'Set it to what users see in the address bar: scheme, host and port, without a path or a slash at the end.',
    page: 'errors/origin_not_allowed.md',
  }
}

function checkHops(value: string | undefined, isLocal: boolean): Finding {
  const name = 'TRUSTED_PROXY_HOPS'
  if (value === undefined || value === '') {
    if (isLocal)
      return { name, verdict: 'skip', says: 'It is not set, and not needed on this machine.' }
    return {
      name,
      verdict: 'warn',
      says: 'TRUSTED_PROXY_HOPS is not set: behind a proxy all visitors look like one client.',
      fix: 'Set it to the number of proxies in front of the app that append to X-Forwarded-For.',
      page: 'production.md',
    }
  }
  return {
    name,
    verdict: 'ok',
    says: `TRUSTED_PROXY_HOPS is ${value}. To test whether that is right, run this command with --probe-address.`,
  }
}

async function checkServices(
  variables: Readonly<Record<string, string | undefined>>,
  options: { isLocal: boolean; timeoutMs: number },
): Promise<Finding[]> {
  const { isLocal } = options
  const services = [
    ['REDIS_URL', 'store', 'rediss:'],
    ['DATABASE_URL', 'database', ''],
    ['SMTP_URL', 'mail', 'smtps:'],
    ...Object.keys(variables)
      .filter(isBaseUrl)
      .map((key) => [key, 'upstream', 'https:'] as const),
  ] as const
  const findings = services.map(async ([variable, name, tls]): Promise<Finding[]> => {
    const value = variables[variable]
    if (!value) return []
    if (!URL.canParse(value))
      return [
        {
          name,
          verdict: 'fail',
          says: `${variable} is not a URL.`,
          fix: 'Write it with its scheme.',
        },
      ]
    return [await checkService(new URL(value), { variable, name, tls, ...options })]
  })
  const found = (await Promise.all(findings)).flat()
  if (variables['REDIS_URL'] || isLocal) return found
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

async function checkService(
  url: URL,
  {
    variable,
    name,
    tls,
    timeoutMs,
  }: { variable: string; name: string; tls: string; timeoutMs: number },
): Promise<Finding> {
  const isHttp = /^https?:$/.test(url.protocol)
  const reason = isHttp ? await ask(url, timeoutMs) : await connectTo(url, timeoutMs)
  const place = `${url.hostname}${url.port === '' ? '' : `:${url.port}`}`
  if (reason !== undefined)
    return {
      name,
      verdict: 'fail',
      says: `${variable}: ${place} does not answer, ${reason}.`,
      fix: 'Check the address, and whether a firewall lets this machine connect to it.',
    }
  if (isHttp && url.protocol !== 'https:' && !isLoopback(url.hostname))
    return {
      name,
      verdict: 'fail',
      says: `${variable} is not encrypted.`,
      fix: `Use ${tls}// in its URL.`,
      page: 'security.md',
    }
  return { name, verdict: 'ok', says: `${variable}: ${place} answers.` }
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

const isBaseUrl = (name: string) => /^[A-Z_]+_BASE_URL$/.test(name)
const names = ['AUTH_SECRET', 'AUTH_ORIGIN', 'REDIS_URL', 'SMTP_URL', 'TRUSTED_PROXY_HOPS']
