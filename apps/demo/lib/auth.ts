import { createAuth } from '@kit/server'
import { readEnv } from './env.ts'
import { store } from './store.ts'
import { createUpstream } from './upstream.ts'
import { resolveUser } from './users.ts'

export const { upstream, profilePath } = createUpstream()

const { origin, secret, subjectSecret, trustedProxyHops } = readEnv()

/** The backend of the sign-in card: the route serves it, and pages ask it for the session. */
export const auth = createAuth({
  upstream,
  origin,
  secret,
  subjectSecret,
  store,
  ...(trustedProxyHops === 'none' ? { clientAddress: 'none' } : { trustedProxyHops }),
  otp: { resolveUser, sessionEmail: 'masked' },
})
