import * as v from 'valibot'
import type { AuthContext } from '../AuthContext.ts'
import type { Answer } from '../frame/Answer.ts'
import type { Exchange } from '../frame/Exchange.ts'
import type { Incoming } from '../frame/Incoming.ts'
import { assertIsJson, parseJson, readBody } from '../guards/readBody.ts'
import { applyLimit } from '../limits/applyLimit.ts'
import { problem } from '../problem.ts'
import { guardAnswer } from '../proxy/guardAnswer.ts'
import { matchRule } from '../proxy/matchRule.ts'
import { openBody, passStream } from '../proxy/passStream.ts'
import type { SessionRecord } from '../session/SessionRecord.ts'
import { openSession, requireSession, revokeSession } from '../session/sessions.ts'
import type { UpstreamAnswer } from '../upstreams/createUpstreamFetch.ts'
import { readJson } from '../upstreams/readAnswer.ts'
import type { ProxyRule, UpstreamLogin } from '../upstreams/Upstream.ts'

/**
 * `ANY /upstream/*`: passes what is listed to the upstream, with the credential of the session. The
 * frame adds its headers to what comes back, and no schema of ours looks at it.
 */
export async function passToUpstream(context: AuthContext, exchange: Exchange): Promise<Answer> {
  const { request, url, cookies } = exchange
  // 1. Only what is listed, and nothing that could leave it.
  const path = url.pathname.slice(`${context.basePath}/upstream`.length)
  const { rule, query } = matchRule(context.proxy, request.method, path, url.searchParams)
  // 2. Whose right it is. What the app's key alone opens is not told who asks.
  const record = rule.auth === 'api-key' ? undefined : await requireSession(context, cookies)
  exchange.note.subject = record?.subject
  if (record !== undefined) assertIsFresh(context, rule, record)
  else await applyLimit(context, exchange, 'upstream-without-session-per-client', exchange.client)
  // 3. None of the browser's headers passes.
  const target = (record === undefined ? path : (rule.toPath?.(record) ?? path)) + query
  const answer = await (rule.stream === undefined ? askWhole : askStream)(
    context,
    exchange,
    rule,
    target,
    record,
  )
  if (!('bytes' in answer)) return answer
  // 4. The upstream's 401 ends this session, once, and no newer one.
  if (answer.status === 401 && rule.renew === undefined) await endSession(context, record)
  // 5. Another credential takes the place of the one before; neither is in what the browser gets.
  const isRenewing = rule.renew !== undefined && record !== undefined && answer.status < 300
  const renewed = isRenewing ? rule.renew?.(readJson(answer, v.unknown())) : undefined
  const credentials = [record?.credential, renewed?.credential]
  const response = guardAnswer(context, rule, answer, credentials)
  if (record !== undefined && renewed !== undefined)
    await renewSession(context, exchange, record, renewed)
  return response
}

async function askWhole(...call: Ask): Promise<UpstreamAnswer> {
  const [context, exchange, , target, record] = call
  const body = await readForwardedBody(context, exchange.request)
  const type = body === undefined ? undefined : 'application/json'
  return context.upstream.fetch(target, {
    method: exchange.request.method,
    headers: await createHeaders(context, exchange, record, type),
    ...(body === undefined ? {} : { body }),
  })
}

async function askStream(...call: Ask): Promise<UpstreamAnswer | Answer> {
  const [context, exchange, { stream }, target, record] = call
  const { fetch } = context.upstream
  if (stream === undefined || fetch.stream === undefined) throw new Error('No rule to stream by.')
  const sent = openBody(exchange.request, stream)
  const request = {
    method: exchange.request.method,
    headers: {
      ...(await createHeaders(context, exchange, record, sent?.type)),
      accept: [...stream.types, 'application/json'].join(', '),
    },
    ...(sent === undefined ? {} : { body: sent.body }),
  }
  const answer = await fetch
    .stream(target, request, stream.maxBytes ?? maxStreamBytes)
    .catch((fault: unknown) => {
      throw sent?.fault() ?? fault
    })
  return passStream(context, stream, answer, [record?.credential])
}

type Ask = [
  context: AuthContext,
  exchange: Exchange,
  rule: ProxyRule,
  target: string,
  record: SessionRecord | undefined,
]

async function renewSession(
  context: AuthContext,
  exchange: Exchange,
  { method, address, chainId }: SessionRecord,
  login: UpstreamLogin,
): Promise<void> {
  const account = address === undefined ? {} : { address, chainId }
  await openSession(context, exchange, { ...login, ...account, method })
}

/** Asks the upstream in the name of a session, for the app's own server code. */
export async function fetchForSession(
  context: AuthContext,
  record: SessionRecord,
  path: string,
  init: { method?: string; body?: string } = {},
): Promise<UpstreamAnswer> {
  return context.upstream.fetch(path, {
    method: init.method ?? 'GET',
    headers: {
      ...(init.body === undefined ? {} : { 'content-type': 'application/json' }),
      ...context.upstream.authorize(record.credential),
    },
    ...(init.body === undefined ? {} : { body: init.body }),
  })
}

/** @throws `AuthError` `step_up_required` when the sign-in is longer ago than the rule allows. */
export function assertIsFresh(
  context: AuthContext,
  { maxAge }: { maxAge?: number | undefined },
  record: SessionRecord,
): void {
  if (maxAge === undefined) return
  // An age that is no number is one that nobody meets.
  const isFresh = context.now() - record.authenticatedAt <= maxAge * 1000
  if (!isFresh) throw problem('step_up_required')
}

async function createHeaders(
  context: AuthContext,
  { request }: Exchange,
  record: SessionRecord | undefined,
  type: string | undefined,
): Promise<Record<string, string>> {
  const headers = {
    ...(record !== undefined && context.upstream.authorize(record.credential)),
    ...(type !== undefined && { 'content-type': type }),
  }
  if (request.method === 'GET' || request.method === 'DELETE') return headers
  // One user's key must not find another user's answer.
  const key = request.headers.get('idempotency-key') ?? crypto.randomUUID()
  const scoped = await context.keys.pseudonym(`idempotency:${record?.userId ?? ''}:${key}`)
  return { ...headers, 'idempotency-key': scoped }
}

/** The very bytes that came, once it is known that they are harmless JSON. */
async function readForwardedBody(
  context: AuthContext,
  request: Incoming,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  if (request.method === 'GET') return undefined
  const bytes = await readBody(request, context.bodyTimeoutMs)
  if (bytes.byteLength === 0) return undefined
  assertIsJson(request)
  assertHarmless(parseJson(bytes))
  return bytes
}

/** Without this a careless reader upstream could be made to change what every object inherits. */
function assertHarmless(value: unknown): void {
  if (typeof value !== 'object' || value === null) return
  for (const [name, member] of Object.entries(value)) {
    if (name === '__proto__' || name === 'constructor' || name === 'prototype')
      throw problem('invalid_request')
    assertHarmless(member)
  }
}

async function endSession(context: AuthContext, record: SessionRecord | undefined): Promise<void> {
  // When our own key is what was refused, nobody is signed out for it.
  if ((await context.upstream.isKeyAccepted?.()) === false) throw problem('upstream_key_rejected')
  if (record === undefined) throw problem('upstream_key_rejected')
  await revokeSession(context, record)
  throw problem('session_expired')
}

const maxStreamBytes = 64 * 1024 * 1024
