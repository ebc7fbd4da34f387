import * as v from 'valibot'
import type { AuthContext } from '../AuthContext.ts'
import type { Answer } from '../http/Answer.ts'
import { hasDuplicateMembers } from '../http/hasDuplicateMembers.ts'
import { isNestedDeeper } from '../http/isNestedDeeper.ts'
import { problem } from '../problem.ts'
import type { UpstreamAnswer } from '../upstreams/createUpstreamFetch.ts'
import { classifyFailure, readJson, readText } from '../upstreams/readAnswer.ts'
import type { Json, ProxyRule } from '../upstreams/Upstream.ts'
import { omitMembers } from './omitMembers.ts'

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
  const shown = omitMembers(text, rule.omit ?? [])
  const secrets = findSecrets(context, credentials)
  // Checked again after parsing, because a secret can be spelled with escapes.
  assertHoldsNone(secrets, shown)
  assertHoldsNone(secrets, shown === text ? value : JSON.parse(shown))
  return {
    status,
    headers: { 'content-type': 'application/json' },
    body: shown === text ? bytes : shown,
  }
}

/**
 * Returns every text that the browser must not get: the app's secrets, and the headers that a credential
 * produces.
 */
export function findSecrets(
  { upstream }: AuthContext,
  credentials: readonly (Json | undefined)[],
): string[] {
  const appSecrets = (upstream.secrets ?? []).map((secret) => secret.reveal())
  const sent = credentials.flatMap((credential) =>
    credential === undefined
      ? []
      : [...Object.values(upstream.authorize?.(credential) ?? {}), ...findTokens(credential)],
  )
  // Splits `Bearer …`, because only the part after the space is a secret.
  return [...appSecrets, ...sent.flatMap((value) => value.split(' '))].filter(
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

/** Throws if a parsed value contains a secret, even in the name of a member. */
function assertHoldsNone(secrets: readonly string[], value: unknown): void {
  if (typeof value === 'string') {
    if (secrets.some((secret) => value.includes(secret))) throw problem('upstream_invalid_answer')
  } else if (typeof value === 'object' && value !== null)
    for (const [name, member] of Object.entries(value)) {
      assertHoldsNone(secrets, name)
      assertHoldsNone(secrets, member)
    }
}

/** Without this limit, an answer of only brackets would overflow the stack. */
const maxDepth = 100

/** Shorter secrets could occur in harmless answers by chance. */
const minSecretLength = 8
