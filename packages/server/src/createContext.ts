import type { AuthContext } from './AuthContext.ts'
import type { AuthOptions } from './AuthOptions.ts'
import {
  assertIsForProduction,
  assertSecretsArePrivate,
  isServingUsers,
} from './assertIsForProduction.ts'
import type { AuthEvent } from './audit/AuthEvent.ts'
import { observeStore } from './audit/observeStore.ts'
import type { CookieStyle } from './http/Cookies.ts'
import { isBuilding } from './isBuilding.ts'
import { createKeys } from './keys/createKeys.ts'
import { Secret } from './keys/Secret.ts'
import { isEasyToGuess, minSecretLength } from './keys/secretRules.ts'
import { createLimits } from './limits/createLimits.ts'
import { readClientSource } from './limits/readClientSource.ts'
import { createGate } from './proxy/createGate.ts'
import { readOrigin, readOrigins } from './readOrigins.ts'
import { bindStore } from './store/bindStore.ts'
import { memoryStore } from './store/memory/memoryStore.ts'
import { assertRpcUrls } from './transport/assertRpcUrls.ts'
import { limitUpstream } from './upstreams/limitUpstream.ts'
import type { ProxyRule } from './upstreams/Upstream.ts'

/**
 * Checks the options and derives the context.
 *
 * @throws Error with one sentence.
 */
export function createContext(options: AuthOptions): AuthContext {
  const { now = Date.now, basePath = '/api/auth' } = options
  const { origins, acceptsOrigin } = readOrigins(options.origin)
  const isProduction = globalThis.process?.env['NODE_ENV'] === 'production'
  // With a clock from a test, the store is not shared.
  const given = options.store ?? (options.now === undefined ? memoryStore() : memoryStore({ now }))
  const secrets = readSecrets('secret', options.secret)
  if (secrets.length > 1 && options.subjectSecret === undefined)
    console.warn(
      '@kit/server: secret is a list. Set subjectSecret to its last entry, so that removing that entry later ' +
        'neither changes the subject of every user nor ends every session.',
    )
  if (!isBuilding()) assertSecretsArePrivate(secrets, origins)
  if (isServingUsers()) assertIsForProduction({ ...options, secrets, origins, store: given })
  const { challengeLifetimeSeconds = 300, chainIds } = options.siwe ?? {}
  if (!(challengeLifetimeSeconds > 0 && challengeLifetimeSeconds <= 600))
    throw new Error('siwe.challengeLifetimeSeconds must be between 1 and 600.')
  if (!/^(?:\/[\w-]+)+$/.test(basePath))
    throw new Error(`basePath is "${basePath}": write it like /api/auth.`)

  const { sessionLifetimeSeconds = 12 * 3600, sessionIdleSeconds, bodyTimeoutMs = 10_000 } = options
  if (!(sessionLifetimeSeconds > 0)) throw new Error('sessionLifetimeSeconds must be above 0.')
  // Use is recorded at most once a minute, so a shorter limit would end sessions that are in use.
  if (sessionIdleSeconds !== undefined && !(sessionIdleSeconds >= 120))
    throw new Error('sessionIdleSeconds must be 120 or above.')
  if (!(bodyTimeoutMs > 0)) throw new Error('bodyTimeoutMs must be above 0.')
  const otpAnswerQuantumMs = options.otp?.answerQuantumMs ?? 750
  if (!(otpAnswerQuantumMs >= 0)) throw new Error('otp.answerQuantumMs must be 0 or above.')

  const proxy = options.policy ?? options.upstream.proxy ?? []
  for (const rule of proxy) assertMayStream(options.upstream, rule)

  assertRpcUrls(options.siwe?.rpcUrls ?? {}, 'siwe.rpcUrls')

  const upstream = limitUpstream(options.upstream)
  const { id, fetch } = upstream
  const keys = createKeys({
    secrets,
    deployment: JSON.stringify([
      options.deployment ?? origins[0] ?? 'function',
      basePath,
      id,
      fetch?.baseUrl,
    ]),
    subjectSecret:
      options.subjectSecret === undefined
        ? undefined
        : readSecrets('subjectSecret', options.subjectSecret)[0],
  })
  const store = bindStore(observeStore(given), keys)

  /** Events that are being delivered. */
  const pending = new Set<Promise<unknown>>()
  const upstreamHealth: AuthContext['upstreamHealth'] = { state: 'unknown' }

  function emit(event: Omit<AuthEvent, 'at'>): void {
    upstreamHealth.state = findHealth(event) ?? upstreamHealth.state
    if (options.onEvent === undefined) return
    const full: AuthEvent = { ...event, at: new Date(now()).toISOString() }
    const delivery = notify('onEvent', () => options.onEvent?.(full))
    if (delivery === undefined) return
    delivery.finally(() => pending.delete(delivery))
    pending.add(delivery)
    options.waitUntil?.(delivery)
  }
  // If the store cannot be reached now, the first request reports that. A build must not connect to anything.
  const inspecting = isBuilding() ? undefined : given.inspect?.()
  inspecting?.then(
    (warnings) => {
      for (const warning of warnings) {
        console.warn(`@kit/server: ${warning}`)
        emit({ type: 'store', outcome: 'failure' })
      }
    },
    () => {},
  )

  return {
    upstream,
    upstreamHealth,
    origins,
    acceptsOrigin,
    basePath,
    keys,
    store,
    limits: createLimits(store, options.limits ?? {}),
    isProduction,
    cookies: readCookieStyle(options, origins),
    frameAncestors:
      options.framing?.origins.map((text) => readOrigin('framing.origins', text)) ?? [],
    siwe: {
      statement: options.siwe?.statement,
      chainIds,
      challengeLifetimeSeconds,
      verify: options.siwe?.verify ?? 'upstream',
      rpcUrls: options.siwe?.rpcUrls ?? {},
    },
    resolveUser: upstream.otp?.resolveUser?.bind(upstream.otp) ?? options.otp?.resolveUser,
    answerQuantumMs: otpAnswerQuantumMs,
    sessionEmail: options.otp?.sessionEmail ?? 'none',
    verifyPresence: options.otp?.verifyPresence,
    sessionLifetimeSeconds,
    sessionIdleSeconds,
    proxy,
    gate: createGate(),
    clientSource: readClientSource(options),
    bodyTimeoutMs,
    supportContact: options.supportContact,
    now,
    waitUntil: options.waitUntil ?? (() => {}),
    report: (error, request) =>
      notify('onError', () => {
        if (options.onError !== undefined) {
          // The caller's object may contain more of the request, but only the id is passed on.
          const { requestId } = request
          return options.onError(error, { requestId })
        }
        console.error(`@kit/server: request ${request.requestId} failed.`, error)
      }),
    emit,
    async waitForEvents() {
      // With `waitUntil`, the platform already waits for these promises.
      if (pending.size === 0 || options.waitUntil !== undefined) return
      let timer: ReturnType<typeof setTimeout> | undefined
      const bound = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, maxEventMs)
      })
      await Promise.race([Promise.all(pending), bound])
      clearTimeout(timer)
    },
  }
}

/**
 * Refuses to stream JSON, because it is checked as a whole, and HTML, because it would run as a page of this
 * origin.
 */
function assertMayStream(
  { id, fetch }: AuthOptions['upstream'],
  { path, stream }: ProxyRule,
): void {
  if (stream === undefined) return
  if (fetch?.stream === undefined)
    throw new Error(`policy: ${id} cannot stream, so remove \`stream\` from ${path}.`)
  const wrong = stream.types.find((type) => /json|html|xml|svg|script/.test(type))
  if (wrong !== undefined)
    throw new Error(`policy: ${path} must not stream ${wrong}. Remove it from \`types\`.`)
}

/** Calls a listener and logs its errors, so that they neither break a sign-in nor go unnoticed. */
function notify(name: string, listener: () => unknown): Promise<unknown> | undefined {
  const complain = (error: unknown) => console.error(`@kit/server: ${name} failed.`, error)
  try {
    const delivery = listener()
    return delivery instanceof Promise ? delivery.catch(complain) : undefined
  } catch (error) {
    complain(error)
    return undefined
  }
}

/** The longest time that an answer waits for its events. */
const maxEventMs = 1000

/** Whether the upstream works, judging by an attempt; `undefined` if the attempt did not call it. */
function findHealth({ type, outcome, code }: Omit<AuthEvent, 'at'>): 'up' | 'down' | undefined {
  if (code?.startsWith('upstream_') && code !== 'upstream_rate_limited') return 'down'
  const isAsked = ['siwe.verify', 'otp.start', 'otp.verify', 'redirect.callback', 'upstream']
  return outcome === 'success' && isAsked.includes(type) ? 'up' : undefined
}

function readSecrets(name: string, secret: AuthOptions['secret']): string[] {
  const list = typeof secret === 'string' || secret instanceof Secret ? [secret] : secret
  const texts = list.map((entry) => Secret.from(entry).reveal())
  if (texts.length === 0 || texts.some((text) => text.length < minSecretLength))
    throw new Error(
      `${name} is missing or too short: it needs at least ${minSecretLength} characters.`,
    )
  if (texts.some(isEasyToGuess))
    throw new Error(
      `${name} is too easy to guess: set it to the output of \`openssl rand -hex 32\`.`,
    )
  return texts
}

/**
 * Returns how cookies are named and sent. They are `Secure` only with https, because browsers other than
 * Chromium and Firefox do not accept `Secure` cookies from `http://localhost`.
 */
function readCookieStyle(
  { cookies: { name = 'kit' } = {}, framing }: AuthOptions,
  origins: readonly string[],
): CookieStyle {
  if (!/^[\w-]+$/.test(name))
    throw new Error(`cookies.name is "${name}": use only letters, digits, - and _.`)
  const isSecure = origins.length === 0 || origins.some((origin) => origin.startsWith('https:'))
  const port = isSecure ? '' : new URL(origins[0] ?? '').port
  return { isSecure, name, port, isFramed: framing !== undefined }
}
