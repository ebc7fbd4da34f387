import { createAuth, memoryStore } from '@kit/server'
import { redisStore } from '@kit/server/redis'
import { readEnv } from './env.ts'
import { createUpstream } from './upstreams.ts'
import { resolveUser } from './users.ts'

const env = readEnv()
const { upstream, profilePath } = createUpstream()

export { profilePath }

/** The backend of the sign-in card: the route serves it, pages ask it who is signed in. */
export const auth = createAuth({
  upstream,
  origin: env.origin,
  secret: env.secret,
  store: env.redisUrl === undefined ? memoryStore() : redisStore({ url: env.redisUrl }),
  trustedProxyHops: env.trustedProxyHops,
  otp: { resolveUser },
})
