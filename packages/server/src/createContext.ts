import type { AuthContext } from './AuthContext.ts'
import type { AuthOptions } from './AuthOptions.ts'
import type { AuthEvent } from './audit/AuthEvent.ts'
import { observeStore } from './audit/observeStore.ts'
import { Secret } from './audit/Secret.ts'
import { isHttpsOrLoopback } from './isHttpsOrLoopback.ts'
import { createKeys } from './keys/createKeys.ts'
import { createLimits } from './limits/createLimits.ts'
import { createHold } from './otp/createHold.ts'
import { memoryStore } from './store/memoryStore.ts'
import type { ProxyRule } from './upstreams/Upstream.ts'

/** Checks the options and works out what follows from them. @throws Error with one sentence. */
export function createContext(options: AuthOptions): AuthContext {
  const { now = Date.now, basePath = '/api/auth' } = options
  const store = observeStore(options.store ?? memoryStore({ now }))
  const origins = readOrigins(options.origin)
  const isProduction = globalThis.process?.env['NODE_ENV'] === 'production'
  if (isProduction && store.warning !== undefined) console.warn(`@kit/server: ${store.warning}`)
  const { challengeLifetimeSeconds = 300, chainIds = defaultChainIds } = options.siwe ?? {}
  if (!(challengeLifetimeSeconds > 0 && challengeLifetimeSeconds <= 600))
    throw new Error('siwe.challengeLifetimeSeconds must be between 1 and 600.')
  if (!/^(?:\/[\w-]+)+$/.test(basePath))
    throw new Error(`basePath is "${basePath}": write /api/auth.`)

  const {
    trustedProxyHops = 0,
    sessionLifetimeSeconds = 12 * 3600,
    bodyTimeoutMs = 10_000,
  } = options
  // Not a number would mean the first address of the header, which is the client's own to write.
  if (!(Number.isInteger(trustedProxyHops) && trustedProxyHops >= 0))
    throw new Error('trustedProxyHops must be 0, 1, 2, …')
  if (!(sessionLifetimeSeconds > 0)) throw new Error('sessionLifetimeSeconds must be above 0.')
  if (!(bodyTimeoutMs > 0)) throw new Error('bodyTimeoutMs must be above 0.')
  const otpAnswerQuantumMs = options.otp?.answerQuantumMs ?? 750
  if (!(otpAnswerQuantumMs >= 0)) throw new Error('otp.answerQuantumMs must be 0 or above.')

  const proxy = options.policy ?? options.upstream.proxy
  for (const rule of proxy) assertMayStream(options.upstream, rule)

  const upstreamHealth: AuthContext['upstreamHealth'] = { state: 'unknown' }

  return {
    upstream: options.upstream,
    upstreamHealth,
    origins,
    basePath,
    keys: createKeys(readSecrets(options.secret)),
    store,
    limits: createLimits(store, options.limits ?? {}),
    // Plain http happens in development alone; browsers take `Secure` cookies from http://localhost.
    isSecure: isProduction || origins.some((origin) => origin.startsWith('https:')),
    siwe: {
      statement: options.siwe?.statement,
      chainIds,
      challengeLifetimeSeconds,
      verify: options.siwe?.verify ?? 'upstream',
      rpcUrls: options.siwe?.rpcUrls ?? {},
    },
    resolveUser: options.otp?.resolveUser,
    holds: { start: createHold(otpAnswerQuantumMs), wrong: createHold(otpAnswerQuantumMs) },
    sessionLifetimeSeconds,
    proxy,
    trustedProxyHops,
    bodyTimeoutMs,
    supportContact: options.supportContact,
    now,
    report: (error, request) =>
      tell('onError', () => {
        if (options.onError !== undefined) return options.onError(error, request)
        console.error(`@kit/server: request ${request.requestId} failed.`, error)
      }),
    emit: (event) => {
      upstreamHealth.state = findHealth(event) ?? upstreamHealth.state
      const full: AuthEvent = { ...event, at: new Date(now()).toISOString() }
      tell('onEvent', () => options.onEvent?.(full))
    },
  }
}

/** Data is checked whole, and pages of another origin are nothing that this one may show. */
function assertMayStream(
  { id, fetch }: AuthOptions['upstream'],
  { path, stream }: ProxyRule,
): void {
  if (stream === undefined) return
  if (fetch.stream === undefined)
    throw new Error(`policy: ${id} streams nothing, also not ${path}.`)
  const wrong = stream.types.find((type) => /json|html|xml|svg|script/.test(type))
  if (wrong !== undefined) throw new Error(`policy: ${path} may not stream ${wrong}.`)
}

/** A listener that throws, or rejects later, must not break a sign-in, nor go unnoticed. */
function tell(name: string, listener: () => unknown): void {
  const complain = (error: unknown) => console.error(`@kit/server: ${name} failed.`, error)
  try {
    const told = listener()
    if (told instanceof Promise) told.catch(complain)
  } catch (error) {
    complain(error)
  }
}

/** What an attempt tells of the upstream; `undefined` where it was not asked. */
function findHealth({ type, outcome, code }: Omit<AuthEvent, 'at'>): 'up' | 'down' | undefined {
  if (code?.startsWith('upstream_') && code !== 'upstream_rate_limited') return 'down'
  const isAsked = ['siwe.verify', 'otp.start', 'otp.verify', 'redirect.callback', 'upstream']
  return outcome === 'success' && isAsked.includes(type) ? 'up' : undefined
}

function readSecrets(secret: AuthOptions['secret']): string[] {
  const list = typeof secret === 'string' || secret instanceof Secret ? [secret] : secret
  const texts = list.map((entry) => Secret.from(entry).reveal())
  if (texts.length === 0 || texts.some((text) => text.length < 32))
    throw new Error('secret is missing or too short: it takes 32 characters or more.')
  return texts
}

function readOrigins(origin: AuthOptions['origin']): readonly string[] {
  const origins = typeof origin === 'string' ? [origin] : origin
  if (origins.length === 0)
    throw new Error('origin is missing: set it to where users open the app.')
  for (const text of origins) {
    const url = URL.canParse(text) ? new URL(text) : undefined
    if (url?.origin !== text)
      throw new Error(`origin is "${text}": write it like https://app.example.com, no more.`)
    if (!isHttpsOrLoopback(url))
      throw new Error(`origin is "${text}": outside of this machine it must be https.`)
  }
  return origins
}

/** Mainnet, the large rollups, Gnosis, and the two test networks in use. */
const defaultChainIds = [1, 10, 56, 100, 137, 324, 8453, 42161, 43114, 59144, 11155111, 84532]
