import * as v from 'valibot'
import type { AuthContext } from '../AuthContext.ts'
import type { Answer } from '../http/Answer.ts'
import { hasDuplicateMembers } from '../http/hasDuplicateMembers.ts'
import { isNestedDeeper } from '../http/isNestedDeeper.ts'
import { problem } from '../problem.ts'
import type { UpstreamAnswer } from '../upstreams/createUpstreamFetch.ts'
import { classifyFailure, readJson, readText } from '../upstreams/readAnswer.ts'
import type { Json, ProxyRule } from '../upstreams/Upstream.ts'

/**
 * Returns the answer for the browser: the upstream's status and JSON, without its headers. A failure of the
 * upstream, an HTML page, and an answer that contains a secret become a problem.
 *
 * @param credentials - the user's credentials: the one that was sent, and the new one if the answer contains
 * one.
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
  // If a member is repeated, this server and the browser might use different values.
  if (isNestedDeeper(text, maxDepth) || hasDuplicateMembers(text))
    throw problem('upstream_invalid_answer')
  const shown = omit(value, rule.omit ?? [])
  const body = shown === value ? text : JSON.stringify(shown)
  const secrets = findSecrets(context, credentials)
  // Checked again after parsing, because a secret can be spelled with escapes.
  assertHoldsNone(secrets, body)
  assertHoldsNone(secrets, shown)
  const headers = { 'content-type': 'application/json' }
  return { status, headers, body: shown === value ? bytes : body }
}

/**
 * Returns every text that the browser must not get: the app's secrets, and the headers that a credential
 * produces.
 */
export function findSecrets(
  { upstream }: AuthContext,
  credentials: readonly (Json | undefined)[],
): string[] {
  const own = (upstream.secrets ?? []).map((secret) => secret.reveal())
  const sent = credentials.flatMap((credential) =>
    credential === undefined
      ? []
      : [...Object.values(upstream.authorize?.(credential) ?? {}), ...findTokens(credential)],
  )
  // Splits `Bearer …`, because only the part after the space is a secret.
  return [...own, ...sent.flatMap((value) => value.split(' '))].filter(
    (text) => text.length >= minSecretLength,
  )
}

/** Returns the texts in a credential, which may include a refresh token that is not sent. */
function findTokens(credential: Json): string[] {
  if (typeof credential !== 'object' || credential === null) return []
  return Object.entries(credential).flatMap(([name, member]) =>
    typeof member === 'string' && /token|secret|session/i.test(name) ? [member] : [],
  )
}

/** Throws if a parsed value contains a secret, also in the name of a member. */
function assertHoldsNone(secrets: readonly string[], value: unknown): void {
  if (typeof value === 'string') {
    if (secrets.some((secret) => value.includes(secret))) throw problem('upstream_invalid_answer')
  } else if (typeof value === 'object' && value !== null)
    for (const [name, member] of Object.entries(value)) {
      assertHoldsNone(secrets, name)
      assertHoldsNone(secrets, member)
    }
}

/** Returns the value without these members, at any depth, or the same object if it has none of them. */
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

/** Without this limit, an answer of only brackets would overflow the stack. */
const maxDepth = 100

/** Shorter secrets could occur in harmless answers by chance. */
const minSecretLength = 8
