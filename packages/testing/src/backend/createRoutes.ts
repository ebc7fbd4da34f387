import {
  type Challenge,
  contract,
  type Endpoint,
  findIssue,
  type Identity,
  inspectSiweMessage,
  type OtpStartRequest,
  type OtpVerifyRequest,
  parseSiweMessage,
  type RedirectStartRequest,
  type RemoveIdentityRequest,
  type Session,
  type SiweMessage,
  type SiweVerifyRequest,
} from '@kit/core'
import { getAddress, isAddress, isHex } from 'viem'
import type { Call, Jar } from './Call.ts'
import { checkOrigin, readBody } from './checkCall.ts'
import { createCodes } from './createCodes.ts'
import { createLimit } from './createLimit.ts'
import { createSession } from './createSession.ts'
import type { Sessions } from './createSessions.ts'
import type { FakeBackend } from './FakeBackend.ts'
import { refuse } from './refuse.ts'
import { verifyInMemory } from './verifyInMemory.ts'

/**
 * Implements each call of the contract. Requests and answers are checked against the contract's schemas: an
 * invalid request is refused, and an invalid answer is a bug in this backend and thrown.
 */
export function createRoutes(
  sessions: Sessions,
  state: Pick<FakeBackend['state'], 'identities'>,
  options: FakeBackend.Options,
): (call: Call) => Promise<Response> {
  const { methods = ['siwe', 'email-otp'], now = Date.now, upstreamPaths } = options
  const { lifetimeMs = 300_000, statement = 'Sign in to Aurora.' } = options
  const codes = createCodes(options)
  const limit = createLimit(now)
  /** The nonces and states that were issued and not used, each with its browser. */
  const issued = new Map<string, { browser: string; expiresAt: number }>()
  const createdAt = toText(now())

  const findSession = ({ jar }: Call) => sessions.find(jar.get('session'))
  const domainOf = ({ origin }: Call) => options.domain ?? new URL(origin).host

  /** Issues a random value that works once, in this browser. */
  function issue({ jar }: Call): string {
    const value = crypto.randomUUID().replaceAll('-', '')
    issued.set(value, { browser: identifyBrowser(jar), expiresAt: now() + lifetimeMs })
    return value
  }

  /** Uses up a value, whether or not the sign-in succeeds. */
  function redeem({ jar }: Call, value: string): boolean {
    const one = issued.get(value)
    if (one === undefined || one.browser !== jar.get('login')) return false
    issued.delete(value)
    return now() < one.expiresAt
  }

  function signIn({ jar }: Call, how: Pick<Session, 'method' | 'address' | 'chainId'>) {
    const session = createSession({ ...how, authenticatedAt: toText(now()) })
    jar.set('session', sessions.open(session, jar.get('session')))
    jar.set('login', undefined)
    return { session }
  }

  /** Returns the account that signed, or why it is refused. */
  async function readSiwe(call: Call, { message, signature, address }: SiweVerifyRequest) {
    if (!isAddress(address)) return refuse('invalid_request')
    if (!isHex(signature, { strict: true })) return refuse('signature_malformed')
    const parsed = parse(message)
    if (parsed === undefined) return refuse('siwe_malformed')
    if (!redeem(call, parsed.nonce)) return refuse('nonce_invalid')
    const verdict = inspectSiweMessage(message, {
      scheme: null,
      domain: domainOf(call),
      address,
      statement,
      uri: call.origin,
      chainIds: options.chainIds ?? [1, 100],
      nonce: parsed.nonce,
      requestId: null,
      resources: null,
      now: now(),
      maxAgeMs: lifetimeMs,
      clockToleranceMs: 1000,
      maxLifetimeMs: lifetimeMs,
      requireExpiration: true,
    })
    if (!verdict.ok) return refuse(verdict.code)
    if (!(await verifyInMemory({ address, message, signature })))
      return refuse('signature_rejected')
    return { address, chainId: verdict.message.chainId }
  }

  function createChallenge(call: Call): Challenge {
    const nonce = issue(call)
    // The clock is read once. If it ticked between two readings, the message would be valid for too long.
    const start = now()
    const times = { issuedAt: toText(start), expirationTime: toText(start + lifetimeMs) }
    const place = { domain: domainOf(call), uri: call.origin }
    const fields = { ...place, statement, version: '1' as const, nonce, ...times }
    const { chainIds } = options
    return {
      format: 'eip4361',
      fields,
      ...(chainIds && { chainIds: [...chainIds] }),
      expiresAt: times.expirationTime,
    }
  }

  function link(identity: Omit<Identity, 'linkedAt'>) {
    const others = state.identities.filter(({ id }) => id !== identity.id)
    state.identities = [...others, { ...identity, linkedAt: toText(now()) }]
    return { identities: state.identities }
  }

  function removeIdentity({ id }: RemoveIdentityRequest) {
    const identities = state.identities.filter((identity) => identity.id !== id)
    if (identities.length === 0) return refuse('identity_last')
    state.identities = identities
    return { identities }
  }

  function startRedirect(call: Call, { returnTo = '/' }: RedirectStartRequest) {
    if (!/^\/(?![/\\])[^\\\s]*$/.test(returnTo)) return refuse('invalid_request')
    return { url: `${call.origin}/upstream-page?state=${issue(call)}` }
  }

  /** The page to which the browser returns from the upstream's page. Any code is accepted. */
  function finishRedirect(call: Call): Response {
    if (!methods.includes('redirect')) return refuse('method_not_offered')
    const { query } = call
    const isRight = redeem(call, query.get('state') ?? '') && query.has('code')
    if (isRight) signIn(call, { method: 'redirect' })
    const headers = { 'content-type': 'text/html' }
    return new Response('<!doctype html><title>Sign in</title>', {
      status: isRight ? 200 : 401,
      headers,
    })
  }

  /** Runs only for a signed-in user. */
  const signedIn = (run: Run) => (call: Call, body: unknown) =>
    findSession(call) === undefined ? refuse('session_missing') : run(call, body)
  /** Runs only if the backend has a list of the user's identities. */
  const ofAccount = (run: Run) => (call: Call, body: unknown) =>
    options.identities === undefined ? refuse('method_not_offered') : signedIn(run)(call, body)

  const view = (call: Call) => ({ session: findSession(call)?.session ?? null, methods })

  const routes: readonly (readonly [Endpoint, Run, needs?: Session['method']])[] = [
    [contract.session.get, view],
    [
      contract.session.delete,
      ({ jar }) => {
        sessions.end(jar.get('session'))
        jar.set('session', undefined)
      },
    ],
    [contract.session.extend, signedIn(view)],
    [
      contract.session.list,
      signedIn((call) => ({
        currentId: findSession(call)?.id,
        sessions: sessions.list(call.jar.get('session')),
      })),
    ],
    [
      contract.session.endOthers,
      signedIn((call) => sessions.endEntries(({ id }) => id !== findSession(call)?.id)),
    ],
    [
      contract.session.end,
      signedIn(({ path }) => sessions.endEntries(({ id }) => id === path.split('/')[2])),
    ],
    [contract.siwe.challenge, createChallenge, 'siwe'],
    [
      contract.siwe.verify,
      async (call, body) => {
        const account = await readSiwe(call, body as SiweVerifyRequest)
        return account instanceof Response ? account : signIn(call, { method: 'siwe', ...account })
      },
      'siwe',
    ],
    [
      contract.otp.start,
      ({ jar }, body) =>
        codes.send(identifyBrowser(jar), (body as OtpStartRequest).identifier, 'sign-in'),
      'email-otp',
    ],
    [
      contract.otp.verify,
      (call, body) => {
        const { code } = body as OtpVerifyRequest
        const email = codes.check(call.jar.get('login'), code, 'sign-in')
        return email instanceof Response ? email : signIn(call, { method: 'email-otp' })
      },
      'email-otp',
    ],
    [
      contract.redirect.start,
      (call, body) => startRedirect(call, body as RedirectStartRequest),
      'redirect',
    ],
    [contract.identities.list, ofAccount(() => ({ identities: state.identities }))],
    [
      contract.identities.startEmail,
      ofAccount(({ jar }, body) =>
        codes.send(identifyBrowser(jar), (body as OtpStartRequest).identifier, 'link'),
      ),
    ],
    [
      contract.identities.verifyEmail,
      ofAccount(({ jar }, body) => {
        const email = codes.check(jar.get('login'), (body as OtpVerifyRequest).code, 'link')
        return email instanceof Response ? email : link({ id: email, kind: 'email', email })
      }),
    ],
    [
      contract.identities.linkWallet,
      ofAccount(async (call, body) => {
        const account = await readSiwe(call, body as SiweVerifyRequest)
        if (account instanceof Response) return account
        const id = `eip155:${account.chainId}:${account.address}`
        return link({ id, kind: 'wallet', ...account })
      }),
    ],
    [
      contract.identities.remove,
      ofAccount((_, body) => removeIdentity(body as RemoveIdentityRequest)),
    ],
    [
      contract.account.export,
      ofAccount((call) => ({
        subject: findSession(call)?.session.subject,
        createdAt,
        identities: state.identities,
        sessions: sessions.list(call.jar.get('session')),
      })),
    ],
    [
      contract.account.delete,
      ofAccount(({ jar }) => {
        sessions.endEntries(() => true)
        state.identities = []
        jar.set('session', undefined)
      }),
    ],
  ]

  async function run(call: Call): Promise<Response> {
    const { method, path } = call
    if (path === contract.redirect.callback.path && method === 'GET') return finishRedirect(call)
    if (path.startsWith('/upstream/')) return checkOrigin(call) ?? passOn(call)
    const here = routes.filter(([endpoint]) => matches(endpoint, path))
    const route = here.find(([endpoint]) => endpoint.method === method)
    if (here.length === 0) return refuse('not_found')
    if (route === undefined) {
      const refusal = refuse('method_not_allowed')
      refusal.headers.set('allow', here.map(([endpoint]) => endpoint.method).join(', '))
      return refusal
    }
    const [endpoint, answer, needs] = route
    const refusal = checkOrigin(call)
    if (refusal !== undefined) return refusal
    if (needs !== undefined && !methods.includes(needs)) return refuse('method_not_offered')
    const body = readBody(endpoint, call)
    if (body instanceof Response) return body
    if (endpoint.request !== undefined) {
      const limited = limit(path)
      if (limited !== undefined) return limited
    }
    const value = await answer(call, body)
    return value instanceof Response ? value : createAnswer(endpoint, value)
  }

  /** Returns what would be sent to the upstream, if there is a session. */
  function passOn(call: Call): Response {
    if (findSession(call) === undefined) return refuse('session_missing')
    const path = call.path.replace('/upstream', '')
    if (!plainPath.test(path) || upstreamPaths?.includes(path) === false) return refuse('not_found')
    const query = call.query.size === 0 ? '' : `?${call.query}`
    return Response.json({ path: call.path + query, body: parseJson(call.text) ?? null })
  }

  return async (call) => {
    const response = await run(call)
    response.headers.set('cache-control', 'no-store')
    return response
  }
}

type Run = (call: Call, body: unknown) => unknown

const plainPath = /^(?:\/[\w.~-]*\w[\w.~-]*)+$/

function matches({ path }: Endpoint, asked: string): boolean {
  return new RegExp(`^${path.replace('{id}', '[A-Za-z0-9_-]{1,64}')}$`).test(asked)
}

function createAnswer({ path, answer, status }: Endpoint, value: unknown): Response {
  if (answer === undefined) return new Response(null, { status })
  const issue = findIssue(answer, value)
  if (issue !== undefined)
    throw new TypeError(`The answer to ${path} breaks the contract: ${issue}`)
  return Response.json(value, { status })
}

/** Gives the browser a login cookie if it has none. */
function identifyBrowser(jar: Jar): string {
  const browser = jar.get('login') ?? crypto.randomUUID()
  jar.set('login', browser)
  return browser
}

/** @returns `undefined` for a text that is not a message, or whose address lacks its checksum. */
function parse(message: string): SiweMessage | undefined {
  try {
    const parsed = parseSiweMessage(message)
    return getAddress(parsed.address) === parsed.address ? parsed : undefined
  } catch {
    return undefined
  }
}

/** Parses JSON, or returns the text if it is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text)
  } catch {
    return text
  }
}

function toText(ms: number): string {
  return new Date(ms).toISOString()
}
