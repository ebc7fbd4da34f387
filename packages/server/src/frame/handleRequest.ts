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
import type { Exchange } from './Exchange.ts'
import { MethodNotAllowed } from './MethodNotAllowed.ts'
import type { Route } from './Route.ts'

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
  request: Request,
  clientAddress: string | undefined,
): Promise<Response> {
  const startedAt = performance.now()
  const forwardedFor = request.headers.get('x-forwarded-for')
  const draft = {
    request,
    url: new URL(request.url),
    requestId: crypto.randomUUID(),
    client: findClient(forwardedFor, clientAddress, context.trustedProxyHops),
    cookies: createCookies(request.headers.get('cookie'), context.isSecure),
    headers: new Headers(),
  }
  const { type, run } = findHandler(context, draft.url, request.method)
  return withTelemetry(type, async () => {
    const { response, failure } = await answer(context, run, draft)
    context.emit({
      type,
      outcome: failure === undefined ? 'success' : 'failure',
      code: failure?.code,
      status: response.status,
      requestId: draft.requestId,
      upstream: context.upstream.id,
      durationMs: performance.now() - startedAt,
    })
    const isGranting = failure === undefined || response.status < 400
    return { response: finish(response, draft, isGranting), code: failure?.code }
  })
}

async function answer(
  context: AuthContext,
  run: Handler['run'],
  draft: Draft,
): Promise<{ response: Response; failure: AuthError | undefined }> {
  try {
    const { response, code } = await run(draft)
    return { response, failure: code === undefined ? undefined : problem(code) }
  } catch (error) {
    const failure = AuthError.is(error) ? error : problem('internal_error', { cause: error })
    if (failure.code === 'internal_error') context.report(error, draft)
    const response = toResponse(failure, draft.requestId)
    // A failure grants nothing: of the cookies only those that are cleared go out.
    for (const cookie of draft.cookies.outgoing())
      if (/; Max-Age=0(?:;|$)/.test(cookie)) response.headers.append('set-cookie', cookie)
    return { response, failure }
  }
}

type Draft = Omit<Exchange, 'origin'>
type Handler = {
  type: AuthEvent['type']
  run: (draft: Draft) => Promise<{ response: Response; code?: AuthError['code'] | undefined }>
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
        return { response: await passToUpstream(context, { ...draft, origin }) }
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
): Promise<{ response: Response }> {
  // 1. Where it comes from. 2. What form it has. 3. Only then, work.
  const origin = checkOrigin(draft.request, context.origins)
  const body = endpoint.request === undefined ? undefined : await readJsonBody(draft.request)
  if (endpoint.request !== undefined && findIssue(endpoint.request, body) !== undefined)
    throw problem(isSignature(endpoint.path, body) ? 'signature_malformed' : 'invalid_request')
  const answer = await handle({ body, context, exchange: { ...draft, origin } })
  if (endpoint.answer === undefined)
    return { response: new Response(null, { status: endpoint.status }) }
  const issue = findIssue(endpoint.answer, answer)
  if (issue !== undefined) throw new Error(`The answer of ${endpoint.path} lacks ${issue}.`)
  return { response: Response.json(answer, { status: endpoint.status }) }
}

/** Whether the signature is what is wrong with a body: it has a code of its own. */
function isSignature(path: string, body: unknown): boolean {
  if (path !== '/siwe/verify' || typeof body !== 'object' || body === null) return false
  return (
    'signature' in body &&
    typeof body.signature === 'string' &&
    !/^0x(?:[0-9a-fA-F]{2})+$/.test(body.signature)
  )
}

function toResponse(error: AuthError, requestId: string): Response {
  const { detail } = problems[error.code]
  const document = { ...error.toProblem(), detail, requestId }
  const response = new Response(JSON.stringify(document), {
    status: error.status,
    headers: { 'content-type': 'application/problem+json' },
  })
  if (error instanceof MethodNotAllowed) response.headers.set('allow', error.allow)
  if (error.retryAfterSeconds !== undefined)
    response.headers.set('retry-after', String(error.retryAfterSeconds))
  return response
}

function finish(response: Response, draft: Draft, isGranting: boolean): Response {
  const { headers } = response
  draft.headers.forEach((value, name) => {
    headers.set(name, value)
  })
  if (isGranting)
    for (const cookie of draft.cookies.outgoing()) headers.append('set-cookie', cookie)
  for (const [name, value] of fixedHeaders) if (!headers.has(name)) headers.set(name, value)
  return response
}

const fixedHeaders = [
  ['cache-control', 'no-store'],
  ['content-security-policy', "default-src 'none'; frame-ancestors 'none'"],
  ['cross-origin-resource-policy', 'same-origin'],
  ['referrer-policy', 'no-referrer'],
  ['vary', 'Origin, Sec-Fetch-Site, Cookie'],
  ['x-content-type-options', 'nosniff'],
] as const

const maxUrlLength = 8192
