import { createAuth, memoryStore } from '@kit/server'
import { bakkt } from '@kit/server/upstreams/bakkt'

export const auth = createAuth({
  upstream: bakkt({ baseUrl: process.env.BAKKT_URL, apiKey: 'sandbox-api-key' }),
  origin: process.env.AUTH_ORIGIN,
  secret: 'a-secret-that-only-the-tests-know-of',
  store: memoryStore(),
  otp: {
    resolveUser: async (email) => (email === 'ada@example.com' ? process.env.ADA : undefined),
  },
  // Whoever checks the contract signs in more often than any user.
  limits: { 'siwe-verify-per-client': { points: 100, durationSeconds: 60 } },
})
