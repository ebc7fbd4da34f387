import { createAuth, memoryStore } from '@kit/server'
import { upstream } from 'upstream'

const { env } = process

// `next build` reads this file, too: it signs nobody in, and needs no secret of yours.
const ofBuild = env.NEXT_PHASE === 'phase-production-build' ? crypto.randomUUID() : ''

/** The backend of the sign-in card. */
export const auth = createAuth({
  upstream,
  origin: env.AUTH_ORIGIN ?? 'http://localhost:3000',
  secret: (env.AUTH_SECRET ?? ofBuild).split(','),
  store: memoryStore(),
  otp: {},
})

/* only with codes */
/** Which user of the upstream an address belongs to: from your own directory. */
async function resolveUser(email) {
  if (env.SANDBOX_URL === undefined) throw new Error('Look the user up in your own directory here.')
  const users = await (await fetch(`${env.SANDBOX_URL}/_sandbox/users`)).json()
  return users.find((user) => user.email === email)?.user_uuid
}
/* end */
