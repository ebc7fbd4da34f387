import * as v from 'valibot'
import type { AuthContext } from '../AuthContext.ts'
import { problem } from '../problem.ts'
import type { SessionRecord } from '../session/SessionRecord.ts'
import type { UpstreamAnswer } from '../upstreams/createUpstreamFetch.ts'
import { classifyFailure, readJson, readText } from '../upstreams/readAnswer.ts'
import type { ProxyRule } from '../upstreams/Upstream.ts'

/**
 * What the browser gets of an upstream's answer: its status and its JSON, none of its headers. A
 * failure of the upstream itself becomes a problem; a page, or an answer that repeats a secret, too.
 */
export function guardAnswer(
  context: AuthContext,
  rule: ProxyRule,
  answer: UpstreamAnswer,
  record: SessionRecord | undefined,
): Response {
  const { status, bytes } = answer
  if (status >= 500 || status === 429) throw classifyFailure(answer, {})
  if (status >= 400 && rule.classify !== undefined) throw rule.classify(answer)
  if (status === 204 || bytes.byteLength === 0)
    return new Response(null, { status: status < 300 ? 204 : status })
  const value = readJson(answer, v.unknown())
  assertHoldsNoSecret(context, readText(answer), record)
  const headers = { 'content-type': 'application/json' }
  const omitted = omit(value, rule.omit ?? [])
  return new Response(omitted === value ? bytes : JSON.stringify(omitted), { status, headers })
}

function assertHoldsNoSecret(
  { upstream }: AuthContext,
  text: string,
  record: SessionRecord | undefined,
): void {
  const secrets = (upstream.secrets ?? []).map((secret) => secret.reveal())
  if (typeof record?.credential === 'string') secrets.push(record.credential)
  if (secrets.some((secret) => secret !== '' && text.includes(secret)))
    throw problem('upstream_invalid_answer')
}

/** The value without these members; the very same value when it has none of them. */
function omit(value: unknown, names: readonly string[]): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  if (!names.some((name) => name in value)) return value
  return Object.fromEntries(Object.entries(value).filter(([name]) => !names.includes(name)))
}
