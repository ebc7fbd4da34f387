import type { Finding } from './Finding.ts'

/** Checks the app's health report, from the URL that answers with the result of `auth.health()`. */
export async function checkHealth(url: string | undefined, timeoutMs: number): Promise<Finding[]> {
  if (url === undefined) return []
  const name = 'health'
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs) })
    const health: unknown = await response.json()
    if (typeof health === 'object' && health !== null && 'store' in health)
      return [describeStore(health.store), describeUpstream(health)]
  } catch {
    // Treated like an answer that is not a health report.
  }
  return [
    {
      name,
      verdict: 'fail',
      says: `${url} does not answer with the result of auth.health().`,
      fix: 'Answer with `Response.json(await auth.health())`.',
      page: 'production.md',
    },
  ]
}

function describeStore(store: unknown): Finding {
  const name = 'store'
  if (store === 'up') return { name, verdict: 'ok', says: 'The app reaches its store.' }
  return {
    name,
    verdict: 'fail',
    says: 'The app does not reach its store: nobody can sign in.',
    fix: 'Check that Redis, PostgreSQL or the SQLite file exists, and that the app may use it.',
    page: 'errors/store_unavailable.md',
  }
}

function describeUpstream(health: object): Finding {
  const name = 'upstream'
  const state = 'upstream' in health ? health.upstream : 'unknown'
  if (state === 'up') return { name, verdict: 'ok', says: 'The upstream answered the last call.' }
  if (state !== 'down')
    return { name, verdict: 'skip', says: 'The app has not called the upstream since it started.' }
  return {
    name,
    verdict: 'fail',
    says: 'The last call to the upstream failed.',
    fix: 'The event of that call has the reason: search the log for `upstream_`.',
    page: 'errors/upstream_unavailable.md',
  }
}
