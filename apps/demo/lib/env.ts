import { isServingProduction, type Variables } from './isServingProduction.ts'

/** The app's configuration. `.env.example` lists the same variables. */
export interface Env {
  /**
   * The first secret seals new sessions. Sessions sealed with another secret of the list can still be opened.
   */
  secret: string[]
  /** The secret for users' pseudonyms. It is required if there are two secrets. */
  subjectSecret: string | undefined
  origin: string[]
  redisUrl: string | undefined
  /** The file for sessions, marks and counters, if there is no Redis. */
  storeFile: string
  /** `none` if the server cannot tell clients apart. */
  trustedProxyHops: number | 'none'
  sandboxUrl: string
}

/**
 * Reads and checks the environment.
 *
 * @throws Error that names the variable that is missing or invalid.
 */
export function readEnv(variables: Variables = process.env): Env {
  const sandboxUrl = `http://localhost:${readPort(variables, 'SANDBOX_PORT', '4000')}`
  const port = readPort(variables, 'PORT', '3000')
  const isDevelopment = !isServingProduction(variables)
  return {
    secret: readSecrets(variables, isDevelopment),
    subjectSecret: variables['AUTH_SUBJECT_SECRET'] || undefined,
    origin: readOrigins(variables, isDevelopment ? `http://localhost:${port}` : undefined),
    redisUrl: variables['REDIS_URL'] || undefined,
    storeFile: variables['AUTH_STORE_FILE'] || '.data/auth.sqlite',
    trustedProxyHops:
      variables['TRUSTED_PROXY_HOPS'] === 'none'
        ? 'none'
        : readCount(variables, 'TRUSTED_PROXY_HOPS', '0'),
    sandboxUrl,
  }
}

function readSecrets(variables: Variables, isDevelopment: boolean): string[] {
  const secrets = readList(variables, 'AUTH_SECRET')
  if (secrets.some((secret) => secret.length < 32))
    throw new Error('AUTH_SECRET is too short: use 32 characters or more.')
  if (secrets.length > 0) return secrets
  if (isDevelopment) return ['for-development-only-and-known-to-everyone']
  throw new Error('AUTH_SECRET is missing: set it to the output of `openssl rand -hex 32`.')
}

function readOrigins(variables: Variables, fallback: string | undefined): string[] {
  const origins = readList(variables, 'AUTH_ORIGIN')
  for (const origin of origins)
    if (!URL.canParse(origin) || new URL(origin).origin !== origin)
      throw new Error(
        `AUTH_ORIGIN is "${origin}": write it like https://app.example.com, without a path.`,
      )
  if (origins.length > 0) return origins
  if (fallback !== undefined) return [fallback]
  throw new Error(
    "AUTH_ORIGIN is missing: set it to the app's address for users, such as https://…",
  )
}

function readList(variables: Variables, name: string): string[] {
  return (variables[name] ?? '')
    .split(',')
    .map((text) => text.trim())
    .filter((text) => text !== '')
}

function readPort(variables: Variables, name: string, fallback: string): number {
  const port = readCount(variables, name, fallback)
  if (port >= 1 && port <= 65535) return port
  throw new Error(`${name} is ${port}, but a port is a number from 1 to 65535.`)
}

function readCount(variables: Variables, name: string, fallback: string): number {
  const text = variables[name] || fallback
  if (/^\d{1,5}$/.test(text)) return Number(text)
  throw new Error(`${name} is "${text}", but it must be a whole number.`)
}
