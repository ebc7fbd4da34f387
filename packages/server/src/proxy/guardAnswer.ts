import * as v from 'valibot'
import type { AuthContext } from '../AuthContext.ts'
import type { Answer } from '../frame/Answer.ts'
import { isNestedDeeper } from '../guards/isNestedDeeper.ts'
import { problem } from '../problem.ts'
import type { UpstreamAnswer } from '../upstreams/createUpstreamFetch.ts'
import { classifyFailure, readJson, readText } from '../upstreams/readAnswer.ts'
import type { Json, ProxyRule } from '../upstreams/Upstream.ts'

/**
 * What the browser gets of an upstream's answer: its status and its JSON, none of its headers. A
 * failure of the upstream itself becomes a problem; a page, or an answer that repeats a secret, too.
 *
 * @param credentials - of the user, the one that was sent and the one that came.
 */
export function guardAnswer(
  context: AuthContext,
  rule: ProxyRule,
  answer: UpstreamAnswer,
  credentials: readonly (Json | undefined)[],
): Answer {
  const { status, bytes } = answer
  if (status >= 500 || status === 429) throw classifyFailure(answer, {})
  if (status >= 400 && rule.classify !== undefined) throw rule.classify(answer)
  if (status === 204 || bytes.byteLength === 0)
    return { status: status < 300 ? 204 : status, headers: {}, body: null }
  const value = readJson(answer, v.unknown())
  const text = readText(answer)
  if (isNestedDeeper(text, maxDepth)) throw problem('upstream_invalid_answer')
  const shown = omit(value, rule.omit ?? [])
  const body = shown === value ? text : JSON.stringify(shown)
  const secrets = findSecrets(context, credentials)
  // As it is spelled, which may name a member twice, and as it reads.
  assertHoldsNone(secrets, body)
  assertHoldsNone(secrets, shown)
  const headers = { 'content-type': 'application/json' }
  return { status, headers, body: shown === value ? bytes : body }
}

/** Every text that no browser may see: the app's own, and what a credential sends along. */
export function findSecrets(
  { upstream }: AuthContext,
  credentials: readonly (Json | undefined)[],
): string[] {
  const own = (upstream.secrets ?? []).map((secret) => secret.reveal())
  const sent = credentials.flatMap((credential) =>
    credential === undefined ? [] : Object.values(upstream.authorize(credential)),
  )
  // `Bearer` is none.
  return [...own, ...sent.flatMap((value) => value.split(' '))].filter(
    (text) => text.length >= minSecretLength,
  )
}

/** `\u0061` is an `a`: what a text says counts, and not its spelling. Names of members count as well. */
function assertHoldsNone(secrets: readonly string[], value: unknown): void {
  if (typeof value === 'string') {
    if (secrets.some((secret) => value.includes(secret))) throw problem('upstream_invalid_answer')
  } else if (typeof value === 'object' && value !== null)
    for (const [name, member] of Object.entries(value)) {
      assertHoldsNone(secrets, name)
      assertHoldsNone(secrets, member)
    }
}

/** The value without these members, at any depth; the very same value when it has none of them. */
function omit(value: unknown, names: readonly string[]): unknown {
  if (typeof value !== 'object' || value === null || names.length === 0) return value
  if (Array.isArray(value)) {
    const entries = value.map((entry) => omit(entry, names))
    return entries.some((entry, index) => entry !== value[index]) ? entries : value
  }
  const members = Object.entries(value)
  const kept = members.flatMap(([name, member]) =>
    names.includes(name) ? [] : [[name, omit(member, names)] as const],
  )
  const isSame =
    kept.length === members.length && kept.every(([, member], i) => member === members[i]?.[1])
  return isSame ? value : Object.fromEntries(kept)
}

/** Without this an answer of brackets alone would end in an overflow of the stack, a fault of ours. */
const maxDepth = 100

/** A shorter text is found in anything, and keeps nobody out. */
const minSecretLength = 8
