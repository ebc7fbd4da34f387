import { bakkt } from '@kit/server/upstreams/bakkt'
import type { Env } from './env.ts'

/** The upstreams that UPSTREAM may name. An app that has chosen one keeps that one line. */
const upstreams = {
  bakkt: (env: Env) => bakkt(env.bakkt),
}

/** @throws Error with the possible names when there is none of that name. */
export function createUpstream(env: Env) {
  const create = Object.entries(upstreams).find(([name]) => name === env.upstream)?.[1]
  if (create !== undefined) return create(env)
  throw new Error(
    `UPSTREAM is "${env.upstream}", but must be one of: ${Object.keys(upstreams).join(', ')}.`,
  )
}
