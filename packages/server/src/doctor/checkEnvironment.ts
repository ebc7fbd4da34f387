import { isLoopback } from '../isHttpsOrLoopback.ts'
import { isEasyToGuess, minSecretLength } from '../keys/secretRules.ts'
import { checkServices, serviceVariables } from './checkServices.ts'
import type { Finding } from './Finding.ts'

/**
 * Checks the variables of the starter and the guides: AUTH_SECRET, AUTH_ORIGIN, TRUSTED_PROXY_HOPS, REDIS_URL,
 * DATABASE_URL, SMTP_URL and the `…_BASE_URL` of each upstream. Prints no value that may be secret.
 *
 * @param probed - the origin of the running app.
 */
export async function checkEnvironment(
  variables: Readonly<Record<string, string | undefined>>,
  { probed, timeoutMs }: { probed: string; timeoutMs: number },
): Promise<Finding[]> {
  if (!names.some((name) => variables[name]))
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
  for (const secret of readList(value)) {
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
  const origins = readList(value)
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
  const page = 'production.md'
  if (value === 'none')
    return {
      name,
      verdict: 'warn',
      says: 'TRUSTED_PROXY_HOPS is none, so all visitors share the same limits.',
      fix: 'If a proxy in front of the app appends to X-Forwarded-For, set it to the number of such proxies.',
      page,
    }
  if (!/^\d{1,5}$/.test(value))
    return {
      name,
      verdict: 'fail',
      says: `TRUSTED_PROXY_HOPS is "${value}", which is not a number.`,
      fix: 'Set it to the number of proxies in front of the app that append to X-Forwarded-For.',
      page,
    }
  return {
    name,
    verdict: 'ok',
    says: `TRUSTED_PROXY_HOPS is ${value}. To test whether that is right, run this command with --probe-address.`,
  }
}

/** Reads a list, as the starter does: without empty entries. */
const readList = (value: string) =>
  value
    .split(',')
    .map((text) => text.trim())
    .filter((text) => text !== '')

const names = ['AUTH_SECRET', 'AUTH_ORIGIN', 'TRUSTED_PROXY_HOPS', ...serviceVariables]
