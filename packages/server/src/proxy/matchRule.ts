import { MethodNotAllowed } from '../http/MethodNotAllowed.ts'
import { problem } from '../problem.ts'
import type { ProxyRule } from '../upstreams/Upstream.ts'

/**
 * Returns the rule for a path, and the query parameters that it allows.
 *
 * @throws `AuthError` `invalid_path` for a path that the upstream might read differently, `not_found`,
 * `method_not_allowed`, `invalid_request` for a parameter that is unlisted or repeated.
 */
export function matchRule(
  rules: readonly ProxyRule[],
  method: string,
  path: string,
  parameters: URLSearchParams,
): { rule: ProxyRule; query: string } {
  if (!/^(?:\/[\w.~:@-]+)+\/?$/.test(path) || /\/\.{1,2}(?:\/|$)/.test(path))
    throw problem('invalid_path')
  const listed = rules.filter((rule) => findPattern(rule.path).test(path))
  const rule = findStrictest(
    listed.filter(({ methods }) => (methods as readonly string[]).includes(method)),
  )
  if (listed.length === 0) throw problem('not_found')
  if (rule === undefined) throw new MethodNotAllowed(listed.flatMap(({ methods }) => methods))
  return { rule, query: filterQuery(rule, parameters) }
}

/**
 * Combines the rules that match a call. Their order does not matter: the rule with the most specific path
 * applies, and whatever another rule forbids is forbidden too.
 */
function findStrictest(rules: readonly ProxyRule[]): ProxyRule | undefined {
  const [first, ...others] = rules.toSorted(
    (a, b) => countParameters(a.path) - countParameters(b.path),
  )
  if (first === undefined || others.length === 0) return first
  const ages = rules.flatMap(({ maxAge }) => (maxAge === undefined ? [] : [maxAge]))
  return {
    ...first,
    auth: rules.find(({ auth }) => auth !== 'api-key')?.auth ?? first.auth,
    query: (first.query ?? []).filter((name) => others.every((rule) => rule.query?.includes(name))),
    omit: rules.flatMap(({ omit }) => omit ?? []),
    // If an age is not a number, the result is not a number either, and no sign-in is recent enough.
    ...(ages.length > 0 && { maxAge: Math.min(...ages) }),
  }
}

function countParameters(path: string): number {
  return path.split('/:').length
}

function filterQuery({ query: listed = [] }: ProxyRule, parameters: URLSearchParams): string {
  const names = [...parameters.keys()]
  if (new Set(names).size !== names.length || names.some((name) => !listed.includes(name)))
    throw problem('invalid_request')
  return names.length === 0 ? '' : `?${parameters}`
}

/**
 * Returns the pattern of a path. Patterns are cached without a limit, because paths come from the app and the
 * upstream, never from a visitor.
 */
function findPattern(path: string): RegExp {
  const pattern = patterns.get(path) ?? toPattern(path)
  patterns.set(path, pattern)
  return pattern
}

const patterns = new Map<string, RegExp>()

/** A `*` as the last segment matches one or more segments. */
function toPattern(path: string): RegExp {
  const [, start = path] = /^(.*)\/\*$/.exec(path) ?? []
  const escaped = start.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
  const named = escaped.replaceAll(/:\w+/g, '[\\w.~-]+')
  return new RegExp(`^${named}${start === path ? '' : '(?:/[\\w.~-]+)+'}$`)
}
