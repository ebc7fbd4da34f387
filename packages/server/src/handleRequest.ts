import { AuthError, findIssue } from '@kit/core'
import { problems } from '@kit/core/problems'
import type { AuthContext } from './AuthContext.ts'
import type { AuthEvent } from './audit/AuthEvent.ts'
import { explainInDevelopment } from './audit/explainInDevelopment.ts'
import { withTelemetry } from './audit/telemetry.ts'
import { type Answer, answerJson } from './http/Answer.ts'
import { createCookies } from './http/Cookies.ts'
import { checkOrigin, findOwnOrigin } from './http/checkOrigin.ts'
import { findClient, hideClient } from './http/findClient.ts'
import type { Incoming } from './http/Incoming.ts'
import { MethodNotAllowed } from './http/MethodNotAllowed.ts'
import { readJsonBody } from './http/readBody.ts'
import { readUrl } from './http/readUrl.ts'
import {
  deleteAccount,
  exportAccount,
  linkWallet,
  listIdentities,
  removeIdentity,
  startEmailLink,
  verifyEmailLink,
} from './identities/identityRoutes.ts'
import { assertMayBeUnknown } from './limits/assertClientAddress.ts'
import { startOtp, verifyOtp } from './otp/otpRoutes.ts'
import { problem } from './problem.ts'
import { TooManyCalls } from './proxy/createGate.ts'
import { passToUpstream } from './proxy/passToUpstream.ts'
import { finishRedirect, startRedirect } from './redirect/redirectRoutes.ts'
import type { Exchange } from './routes/Exchange.ts'
import type { Route } from './routes/Route.ts'
import {
  deleteSession,
  endOtherSessions,
  endSession,
  extendSession,
  getSession,
  listSessions,
} from './session/sessionRoutes.ts'
import { createSiweChallenge, verifySiwe } from './siwe/siweRoutes.ts'
import { findNetworkFault, type NetworkFault } from './transport/faults.ts'
import { UpstreamRefusal } from './upstreams/UpstreamRefusal.ts'

/** The routes of all calls in the contract. */
const routes: readonly Route[] = [
  getSession,
  deleteSession,
  extendSession,
  listSessions,
  endSession,
  endOtherSessions,
  createSiweChallenge,
  verifySiwe,
  startOtp,
  verifyOtp,
  startRedirect,
  listIdentities,
  startEmailLink,
  verifyEmailLink,
  linkWallet,
  removeIdentity,
  exportAccount,
  deleteAccount,
]

/**
 * Handles a request: checks it in a fixed order, runs the route, and adds headers, problems and events. Never
 * rejects.
 */
export async function handleRequest(
  context: AuthContext,
  request: Incoming,
  clientAddress: string | undefined,
): Promise<Answer> {
  const startedAt = performance.now()
  const forwardedFor = request.headers.get('x-forwarded-for')
  const client = findClient(forwardedFor, clientAddress, context.clientSource)
  const draft = {
    request,
    url: readUrl(request.url),
    requestId: crypto.randomUUID(),
    client: await hideClient(client, context.keys),
    cookies: createCookies(request.headers.get('cookie'), context.cookies),
    headers: new Map<string, string>(),
    note: {},
  }
  const { type, run } = findHandler(context, draft.url, request.method)
  return withTelemetry(type, async () => {
    const { answer, failure } = await runHandler(context, run, draft, client.key === 'unknown')
    const refusal = findRefusal(context, failure)
    if (failure !== undefined) explainInDevelopment(failure, refusal.upstreamWords)
    context.emit({
      type,
      outcome: failure === undefined ? 'success' : 'failure',
      // This server refused the call because it is busy, so the event must not say that the upstream is down.
      code: failure instanceof TooManyCalls ? 'rate_limited' : failure?.code,
      network: findUpstreamFault(failure),
      ...refusal,
      status: answer.status,
      requestId: draft.requestId,
      upstream: context.upstream.id,
      client: draft.client.key,
      ...draft.note,
      durationMs: performance.now() - startedAt,
    })
    await context.waitForEvents()
    const isGranting = failure === undefined || answer.status < 400
    return { answer: finish(context, answer, draft, isGranting), code: failure?.code }
  })
}

async function runHandler(
  context: AuthContext,
  run: Handler['run'],
  draft: Draft,
  isClientUnknown: boolean,
): Promise<{ answer: Answer; failure: AuthError | undefined }> {
  try {
    if (isClientUnknown) assertMayBeUnknown(context)
    return { failure: undefined, ...(await run(draft)) }
  } catch (error) {
    // A code that is not in the table comes from another version, so its meaning is unknown.
    const isKnown = AuthError.is(error) && Object.hasOwn(problems, error.code)
    const failure = isKnown ? error : problem('internal_error', { cause: error })
    if (failure.code === 'internal_error') context.report(error, draft)
    return { answer: toAnswer(context, failure, draft.requestId), failure }
  }
}

function findUpstreamFault(failure: AuthError | undefined): NetworkFault | undefined {
  return failure?.code.startsWith('upstream_') ? findNetworkFault(failure) : undefined
}

/** Returns the upstream's message, without anything that its adapter declares as secret. */
function findRefusal(
  { upstream }: AuthContext,
  failure: AuthError | undefined,
): Pick<AuthEvent, 'upstreamStatus' | 'upstreamWords'> {
  const refusal = UpstreamRefusal.find(failure)
  if (refusal === undefined) return {}
  const words = refusal.describe(upstream.secrets ?? [])
  return {
    upstreamStatus: refusal.upstreamStatus,
    ...(words === undefined ? {} : { upstreamWords: words }),
  }
}

type Draft = Omit<Exchange, 'origin'>
type Handler = {
  type: AuthEvent['type']
  run: (draft: Draft) => Promise<{ answer: Answer; failure?: AuthError | undefined }>
}

function findHandler(context: AuthContext, url: URL, method: string): Handler {
  const path = url.pathname.startsWith(`${context.basePath}/`)
    ? url.pathname.slice(context.basePath.length)
    : ''
  if (url.href.length > maxUrlLength) return refuse(problem('url_too_long'))
  if (path.startsWith('/upstream/'))
    return {
      type: 'upstream',
      run: async (draft) => {
        const origin = checkOrigin(draft.request, context)
        return { answer: await passToUpstream(context, { ...draft, origin }) }
      },
    }
  if (path === '/redirect/callback')
    return {
      type: 'redirect.callback',
      run: async (draft) => {
        if (method !== 'GET') throw new MethodNotAllowed(['GET'])
        // The upstream's page sends the browser here, so the request has no `Origin` to check.
        return finishRedirect(context, { ...draft, origin: findOwnOrigin(draft.request, context) })
      },
    }
  const listed = findRoutes(path)
  const route = listed.find(({ endpoint }) => endpoint.method === method)
  if (listed.length === 0) return refuse(problem('not_found'))
  if (route === undefined)
    return refuse(new MethodNotAllowed(listed.map(({ endpoint }) => endpoint.method)))
  return { type: route.event, run: (draft) => runRoute(context, route, draft) }
}

/** Returns the routes for a path. In a few paths, `{id}` stands for one segment. */
function findRoutes(path: string): readonly Route[] {
  return (
    routesByPath.get(path) ??
    routesWithId.filter(({ endpoint }) => {
      const [start = ''] = endpoint.path.split('{id}')
      return path.startsWith(start) && /^[\w-]{1,64}$/.test(path.slice(start.length))
    })
  )
}

const routesWithId = routes.filter(({ endpoint }) => endpoint.path.includes('{id}'))
const routesByPath = new Map(
  routes
    .filter((route) => !routesWithId.includes(route))
    .map(({ endpoint: { path } }) => [
      path,
      routes.filter(({ endpoint }) => endpoint.path === path),
    ]),
)

function refuse(error: AuthError): Handler {
  return { type: 'request', run: () => Promise.reject(error) }
}

async function runRoute(
  context: AuthContext,
  { endpoint, handle }: Route,
  draft: Draft,
): Promise<{ answer: Answer }> {
  // The origin is checked first, then the body, before the route does anything.
  const origin = checkOrigin(draft.request, context)
  const body =
    endpoint.request === undefined
      ? undefined
      : await readJsonBody(draft.request, context.bodyTimeoutMs)
  if (endpoint.request !== undefined && findIssue(endpoint.request, body) !== undefined)
    throw problem(isSignature(endpoint.path, body) ? 'signature_malformed' : 'invalid_request')
  const value = await handle({ body, context, exchange: { ...draft, origin } })
  if (endpoint.answer === undefined)
    return { answer: { status: endpoint.status, headers: {}, body: null } }
  if (value === undefined && endpoint.emptyStatus !== undefined)
    return { answer: { status: endpoint.emptyStatus, headers: {}, body: null } }
  // In tests and development, the answer is checked against the contract. Production skips that to save time.
  const issue = context.isProduction ? undefined : findIssue(endpoint.answer, value)
  if (issue !== undefined) throw new Error(`The answer of ${endpoint.path} lacks ${issue}.`)
  return { answer: answerJson(endpoint.status, value) }
}

/** Whether a body is invalid because of its signature, which has a separate code. */
function isSignature(path: string, body: unknown): boolean {
  if (!signedPaths.includes(path) || typeof body !== 'object' || body === null) return false
  return (
    'signature' in body &&
    typeof body.signature === 'string' &&
    !/^0x(?:[0-9a-fA-F]{2})*$/.test(body.signature)
  )
}

function toAnswer({ supportContact }: AuthContext, error: AuthError, requestId: string): Answer {
  const { detail, recovery } = problems[error.code]
  const { retryAfterSeconds } = error
  // An app's upstream may throw an error with only a code. The table then provides the status.
  const status = error.status || problem(error.code).status
  return answerJson(
    status,
    {
      ...error.toProblem(),
      // If the user has to contact support, the answer contains the contact.
      ...(recovery === 'contact-support' && supportContact !== undefined && { supportContact }),
      status,
      detail,
      requestId,
    },
    {
      'content-type': 'application/problem+json',
      ...(error instanceof MethodNotAllowed && { allow: error.allow }),
      ...(retryAfterSeconds !== undefined && { 'retry-after': String(retryAfterSeconds) }),
    },
  )
}

function finish(
  { frameAncestors }: AuthContext,
  answer: Answer,
  { headers, cookies }: Draft,
  isGranting: boolean,
): Answer {
  const all: Record<string, string | readonly string[]> = {
    ...fixedHeaders,
    'content-security-policy': `default-src 'none'; frame-ancestors ${frameAncestors.join(' ') || "'none'"}`,
    ...answer.headers,
  }
  for (const [name, value] of headers) all[name] = value
  // A failure grants nothing, so it only sends cookies that are cleared.
  const outgoing = cookies
    .outgoing()
    .filter((cookie) => isGranting || /; Max-Age=0(?:;|$)/.test(cookie))
  if (outgoing.length > 0) all['set-cookie'] = outgoing
  return { ...answer, headers: all }
}

const signedPaths = ['/siwe/verify', '/identities/wallet']

const fixedHeaders = {
  'cache-control': 'no-store',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  vary: 'Origin, Sec-Fetch-Site, Cookie',
  'x-content-type-options': 'nosniff',
} as const

const maxUrlLength = 8192
