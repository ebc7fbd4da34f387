import { MethodNotAllowed } from '../frame/MethodNotAllowed.ts'
import { problem } from '../problem.ts'
import type { ProxyRule } from '../upstreams/Upstream.ts'

/**
 * The rule that lists a path, and the query that it lets pass.
 *
 * @throws `AuthError` `invalid_path` for anything that might be read as another path, `not_found`,
 * `method_not_allowed`, `invalid_request` for a parameter that is not listed or comes twice.
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
  const rule = listed.find(({ methods }) => (methods as readonly string[]).includes(method))
  if (listed.length === 0) throw problem('not_found')
  if (rule === undefined) throw new MethodNotAllowed(listed.flatMap(({ methods }) => methods))
  return { rule, query: filterQuery(rule, parameters) }
}

function filterQuery({ query: listed = [] }: ProxyRule, parameters: URLSearchParams): string {
  const names = [...parameters.keys()]
  if (new Set(names).size !== names.length || names.some((name) => !listed.includes(name)))
    throw problem('invalid_request')
  return names.length === 0 ? '' : `?${parameters}`
}

/** Made once: the paths of rules are the app's and the upstream's, never a visitor's. */
function findPattern(path: string): RegExp {
  const pattern = patterns.get(path) ?? toPattern(path)
  patterns.set(path, pattern)
  return pattern
}

const patterns = new Map<string, RegExp>()

function toPattern(path: string): RegExp {
  const escaped = path.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
  return new RegExp(`^${escaped.replaceAll(/:\w+/g, '[\\w.~-]+')}$`)
}
