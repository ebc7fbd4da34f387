import { AuthError, findIssue } from '@kit/core'
import { problems } from '@kit/core/problems'
import type { AuthContext } from '../AuthContext.ts'
import type { AuthEvent } from '../audit/AuthEvent.ts'
import { withTelemetry } from '../audit/telemetry.ts'
import { checkOrigin } from '../guards/checkOrigin.ts'
import { readJsonBody } from '../guards/readBody.ts'
import { findClient } from '../limits/findClient.ts'
import { problem } from '../problem.ts'
import { startOtp, verifyOtp } from '../routes/otp.ts'
import { finishRedirect, startRedirect } from '../routes/redirect.ts'
import { deleteSession, getSession } from '../routes/session.ts'
import { createSiweChallenge, verifySiwe } from '../routes/siwe.ts'
import { passToUpstream } from '../routes/upstream.ts'
import { createCookies } from '../session/Cookies.ts'
import { findNetworkFault, type NetworkFault } from '../transport/faults.ts'
import { type Answer, answerJson } from './Answer.ts'
import type { Exchange } from './Exchange.ts'
import type { Incoming } from './Incoming.ts'
import { MethodNotAllowed } from './MethodNotAllowed.ts'
import type { Route } from './Route.ts'
import { readUrl } from './readUrl.ts'

/** Every call of the contract. */
const routes: readonly Route[] = [
  getSession,
  deleteSession,
  createSiweChallenge,
  verifySiwe,
  startOtp,
  verifyOtp,
  startRedirect,
]

/**
 * The one frame around all routes: guards in a fixed order, schemas of request and answer, problems,
 * headers, audit. Never rejects.
 */
export async function handleRequest(
  context: AuthContext,
  request: Incoming,
  clientAddress: string | undefined,
): Promise<Answer> {
  const startedAt = performance.now()
  const forwardedFor = request.headers.get('x-forwarded-for')
  const draft = {
    request,
    url: readUrl(request.url),
    requestId: crypto.randomUUID(),
    client: findClient(forwardedFor, clientAddress, context.trustedProxyHops),
    cookies: createCookies(request.headers.get('cookie'), context.isSecure),
    headers: new Map<string, string>(),
    note: {},
  }
  const { type, run } = findHandler(context, draft.url, request.method)
  return withTelemetry(type, async () => {
    const { answer, failure } = await runHandler(context, run, draft)
    context.emit({
      type,
      outcome: failure === undefined ? 'success' : 'failure',
      code: failure?.code,
      network: findUpstreamFault(failure),
      status: answer.status,
      requestId: draft.requestId,
      upstream: context.upstream.id,
      ...draft.note,
      durationMs: performance.now() - startedAt,
    })
    const isGranting = failure === undefined || answer.status < 400
    return { answer: finish(answer, draft, isGranting), code: failure?.code }
  })
}

async function runHandler(
  context: AuthContext,
  run: Handler['run'],
  draft: Draft,
): Promise<{ answer: Answer; failure: AuthError | undefined }> {
  try {
    return { failure: undefined, ...(await run(draft)) }
  } catch (error) {
    // A code that the table lacks is another version's: nobody knows what it should say.
    const isKnown = AuthError.is(error) && Object.hasOwn(problems, error.code)
    const failure = isKnown ? error : problem('internal_error', { cause: error })
    if (failure.code === 'internal_error') context.report(error, draft)
    return { answer: toAnswer(failure, draft.requestId), failure }
  }
}

function findUpstreamFault(failure: AuthError | undefined): NetworkFault | undefined {
  return failure?.code.startsWith('upstream_') ? findNetworkFault(failure) : undefined
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
        const origin = checkOrigin(draft.request, context.origins)
        return { answer: await passToUpstream(context, { ...draft, origin }) }
      },
    }
  if (path === '/redirect/callback')
    return {
      type: 'redirect.callback',
      run: async (draft) => {
        if (method !== 'GET') throw new MethodNotAllowed(['GET'])
        // The upstream's page sends the browser here: where that comes from says nothing, nor does `Host`.
        return finishRedirect(context, { ...draft, origin: context.origins[0] ?? '' })
      },
    }
  const listed = routes.filter(({ endpoint }) => endpoint.path === path)
  const route = listed.find(({ endpoint }) => endpoint.method === method)
  if (listed.length === 0) return refuse(problem('not_found'))
  if (route === undefined)
    return refuse(new MethodNotAllowed(listed.map(({ endpoint }) => endpoint.method)))
  return { type: route.event, run: (draft) => runRoute(context, route, draft) }
}

function refuse(error: AuthError): Handler {
  return { type: 'request', run: () => Promise.reject(error) }
}

async function runRoute(
  context: AuthContext,
  { endpoint, handle }: Route,
  draft: Draft,
): Promise<{ answer: Answer }> {
  // 1. Where it comes from. 2. What form it has. 3. Only then, work.
  const origin = checkOrigin(draft.request, context.origins)
  const body =
    endpoint.request === undefined
      ? undefined
      : await readJsonBody(draft.request, context.bodyTimeoutMs)
  if (endpoint.request !== undefined && findIssue(endpoint.request, body) !== undefined)
    throw problem(isSignature(endpoint.path, body) ? 'signature_malformed' : 'invalid_request')
  const value = await handle({ body, context, exchange: { ...draft, origin } })
  if (endpoint.answer === undefined)
    return { answer: { status: endpoint.status, headers: {}, body: null } }
  const issue = findIssue(endpoint.answer, value)
  if (issue !== undefined) throw new Error(`The answer of ${endpoint.path} lacks ${issue}.`)
  return { answer: answerJson(endpoint.status, value) }
}

/** Whether the signature is what is wrong with a body: it has a code of its own. */
function isSignature(path: string, body: unknown): boolean {
  if (path !== '/siwe/verify' || typeof body !== 'object' || body === null) return false
  return (
    'signature' in body &&
    typeof body.signature === 'string' &&
    !/^0x(?:[0-9a-fA-F]{2})*$/.test(body.signature)
  )
}

function toAnswer(error: AuthError, requestId: string): Answer {
  const { detail } = problems[error.code]
  const { retryAfterSeconds } = error
  // An upstream of the app's own may throw a code alone: its status is the table's.
  const status = error.status || problem(error.code).status
  return answerJson(
    status,
    { ...error.toProblem(), status, detail, requestId },
    {
      'content-type': 'application/problem+json',
      ...(error instanceof MethodNotAllowed && { allow: error.allow }),
      ...(retryAfterSeconds !== undefined && { 'retry-after': String(retryAfterSeconds) }),
    },
  )
}

function finish(answer: Answer, { headers, cookies }: Draft, isGranting: boolean): Answer {
  // A failure grants nothing: of the cookies only those that are cleared go out.
  const outgoing = cookies
    .outgoing()
    .filter((cookie) => isGranting || /; Max-Age=0(?:;|$)/.test(cookie))
  return {
    ...answer,
    headers: {
      ...fixedHeaders,
      ...answer.headers,
      ...Object.fromEntries(headers),
      ...(outgoing.length > 0 && { 'set-cookie': outgoing }),
    },
  }
}

const fixedHeaders = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  vary: 'Origin, Sec-Fetch-Site, Cookie',
  'x-content-type-options': 'nosniff',
} as const

const maxUrlLength = 8192
