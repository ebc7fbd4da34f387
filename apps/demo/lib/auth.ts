import { createAuth } from '@kit/server'
import { readEnv } from './env.ts'
import { store } from './store.ts'
import { createUpstream } from './upstream.ts'
import { resolveUser } from './users.ts'

export const { upstream, profilePath } = createUpstream()

const { origin, secret, trustedProxyHops } = readEnv()

/** The backend of the sign-in card: the route serves it, pages ask it who is signed in. */
export const auth = createAuth({
  upstream,
  origin,
  secret,
  store,
  trustedProxyHops,
  otp: { resolveUser },
})
