import * as v from 'valibot'
import type { AuthContext } from '../AuthContext.ts'
import type { Answer } from '../http/Answer.ts'
import type { Incoming } from '../http/Incoming.ts'
import { assertIsJson, parseJson, readBody } from '../http/readBody.ts'
import { reserveForClient } from '../limits/reserve.ts'
import { problem } from '../problem.ts'
import type { Exchange } from '../routes/Exchange.ts'
import { askWithCredential } from '../session/askWithCredential.ts'
import { replaceLogin } from '../session/replaceLogin.ts'
import type { SessionRecord } from '../session/SessionRecord.ts'
import { deleteRecord } from '../session/sessionRecords.ts'
import { requireSession } from '../session/sessions.ts'
import { endUserSessions } from '../session/userSessions.ts'
import type { UpstreamAnswer } from '../upstreams/createUpstreamFetch.ts'
import { readJson } from '../upstreams/readAnswer.ts'
import type { ProxyRule } from '../upstreams/Upstream.ts'
import { askUpstream } from './askUpstream.ts'
import { guardAnswer } from './guardAnswer.ts'
import { matchRule } from './matchRule.ts'
import { openBody, passStream } from './passStream.ts'
import { watchEnd } from './watchEnd.ts'

/**
 * `ANY /upstream/*`: passes allowed calls to the upstream, with the session's credential. The answer gets the
 * route's usual headers, but no schema checks it.
 */
export async function passToUpstream(context: AuthContext, exchange: Exchange): Promise<Answer> {
  const { request, url, cookies } = exchange
  // 1. Find the rule. Paths without one are refused.
  const path = url.pathname.slice(`${context.basePath}/upstream`.length)
  const { rule, query } = matchRule(context.proxy, request.method, path, url.searchParams)
  // 2. Find the session. A call with only the app's key needs none, and does not reveal the user.
  let record = rule.auth === 'api-key' ? undefined : await requireSession(context, cookies)
  exchange.note.subject = record?.subject
  if (record !== undefined) assertIsFresh(context, rule, record)
  const reservation =
    record === undefined
      ? await reserveForClient(context, exchange, 'upstream-without-session-per-client')
      : undefined
  // 3. Call the upstream. None of the browser's headers are passed on.
  const body = rule.stream === undefined ? await readForwardedBody(context, request) : undefined
  const ask = rule.stream === undefined ? prepareWhole(body) : askStream
  let ownPath = path
  const askAs = (user: SessionRecord | undefined) => {
    if (user !== undefined) ownPath = toOwnPath(rule, user) ?? path
    return ask(context, exchange, rule, ownPath + query, user)
  }
  // All sessions of a user count together.
  const crowd = record === undefined ? `client:${exchange.client.key}` : `user:${record.userId}`
  const release = await context.gate(crowd, request.signal).catch(async (error: unknown) => {
    await reservation?.refund()
    throw error
  })
  try {
    const passed = await pass()
    if (!(passed.body instanceof ReadableStream)) release()
    else return { ...passed, body: watchEnd(passed.body, release) }
    return passed
  } catch (error) {
    release()
    throw error
  }

  async function pass(): Promise<Answer> {
    let answer: UpstreamAnswer | Answer
    if (record === undefined) answer = await askAs(undefined)
    else {
      const call = { canRepeat: rule.stream === undefined, isFinal: rule.renew !== undefined }
      ;({ record, answer } = await askWithCredential(context, record, askAs, call))
    }
    if (!('bytes' in answer)) return answer
    // 4. A 401 from the upstream ends this session, but not a newer one.
    if (answer.status === 401 && rule.renew === undefined) await endSession(context, record)
    // 5. If the answer contains a new credential, store it before the answer is checked. The browser gets
    // neither credential.
    const done = answer.status < 300 ? record : undefined
    const login = done && rule.renew?.(readJson(answer, v.unknown()), done.credential)
    const credentials = [record?.credential, login?.credential]
    if (record !== undefined && login !== undefined) {
      const replaced = await replaceLogin(context, record, login)
      exchange.note.subject = replaced.subject
    }
    // 6. If the call changed how the user signs in, end all earlier sessions.
    const parsed = body === undefined ? undefined : parseJson(body)
    const isSensitive =
      (parsed !== undefined && rule.endsSessions?.(parsed) === true) ||
      changesSignIn(context, { method: request.method, path: ownPath, body: parsed })
    if (isSensitive && done !== undefined) {
      await endSessions(context, done)
      cookies.clear('session')
    }
    return guardAnswer(context, rule, answer, credentials)
  }
}

/** Returns the upstream's path. The app's `toPath` gets only the two members of its type, not the whole record. */
function toOwnPath({ toPath }: ProxyRule, { userId, credential }: SessionRecord) {
  return toPath?.({ userId, credential })
}

function changesSignIn(
  { upstream }: AuthContext,
  { path, ...rest }: { method: string; path: string; body: unknown },
): boolean {
  const { pathname } = new URL(path, 'http://upstream.invalid')
  return upstream.endsSessions?.({ ...rest, path: pathname.replace(/(?<=.)\/$/, '') }) === true
}

async function endSessions(
  context: AuthContext,
  { userId, subject }: SessionRecord,
): Promise<void> {
  await endUserSessions(context, userId)
  context.emit({ type: 'session.end', outcome: 'success', upstream: context.upstream.id, subject })
}

/** Prepares a call whose body is kept, so that it can be repeated with a renewed credential. */
function prepareWhole(
  body: Uint8Array<ArrayBuffer> | undefined,
): (...call: Ask) => Promise<UpstreamAnswer> {
  const type = body === undefined ? undefined : 'application/json'
  return async (context, exchange, _rule, target, record) =>
    askUpstream(context, target, {
      method: exchange.request.method,
      headers: await createHeaders(context, exchange, record, type),
      signal: exchange.request.signal,
      ...(body === undefined ? {} : { body }),
    })
}

async function askStream(...call: Ask): Promise<UpstreamAnswer | Answer> {
  const [context, exchange, { stream }, target, record] = call
  const { fetch } = context.upstream
  if (stream === undefined || fetch?.stream === undefined)
    throw new Error('The rule has no `stream` option.')
  const sent = openBody(exchange.request, stream)
  const request = {
    method: exchange.request.method,
    signal: exchange.request.signal,
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

/**
 * Calls the upstream with the credential of a session, for the app's server code. As with calls through the
 * proxy, a change of how the user signs in ends all of the user's sessions.
 */
export async function fetchForSession(
  context: AuthContext,
  record: SessionRecord,
  path: string,
  { method = 'GET', body }: { method?: string; body?: string } = {},
): Promise<UpstreamAnswer> {
  const askAs = (user: SessionRecord) =>
    askUpstream(context, path, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...context.upstream.authorize?.(user.credential),
      },
      ...(body === undefined ? {} : { body }),
    })
  const { answer } = await askWithCredential(context, record, askAs)
  const isDone = answer.status < 300
  if (isDone && changesSignIn(context, { method, path, body: parseText(body) }))
    await endSessions(context, record)
  return answer
}

/** Parses a body. The app's server code may send a body that is not JSON. */
function parseText(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text)
  } catch {
    return text
  }
}

/** @throws `AuthError` `step_up_required` if the sign-in is older than the rule allows. */
export function assertIsFresh(
  context: AuthContext,
  { maxAge }: { maxAge?: number | undefined },
  record: SessionRecord,
): void {
  if (maxAge === undefined) return
  // If `maxAge` is not a number, the comparison fails. A sign-in in the future happened before the clock was
  // set back, so its age is unknown.
  const isFresh = Math.abs(context.now() - record.authenticatedAt) <= maxAge * 1000
  if (!isFresh) throw problem('step_up_required')
}

async function createHeaders(
  context: AuthContext,
  { request }: Exchange,
  record: SessionRecord | undefined,
  type: string | undefined,
): Promise<Record<string, string>> {
  const headers = {
    ...(record !== undefined && context.upstream.authorize?.(record.credential)),
    ...(type !== undefined && { 'content-type': type }),
  }
  if (request.method === 'GET' || request.method === 'DELETE') return headers
  // The key is bound to the user, so that it cannot return another user's answer.
  const key = request.headers.get('idempotency-key') ?? crypto.randomUUID()
  const scoped = await context.keys.pseudonym(`idempotency:${record?.userId ?? ''}:${key}`)
  return { ...headers, 'idempotency-key': scoped }
}

/** Returns the exact bytes that were received, after checking that they are harmless JSON. */
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

/**
 * Refuses member names such as `__proto__`, with which a careless parser at the upstream would change the
 * prototype of all objects.
 */
function assertHarmless(value: unknown): void {
  if (typeof value !== 'object' || value === null) return
  for (const [name, member] of Object.entries(value)) {
    if (name === '__proto__' || name === 'constructor' || name === 'prototype')
      throw problem('invalid_request')
    assertHarmless(member)
  }
}

async function endSession(context: AuthContext, record: SessionRecord | undefined): Promise<void> {
  // If the upstream refused the app's key, the user stays signed in.
  if ((await context.upstream.isKeyAccepted?.()) === false) throw problem('upstream_key_rejected')
  if (record === undefined) throw problem('upstream_key_rejected')
  await deleteRecord(context, record)
  throw problem('session_expired')
}

const maxStreamBytes = 64 * 1024 * 1024
