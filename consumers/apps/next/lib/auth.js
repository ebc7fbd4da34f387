import { createAuth, defaultLimits, memoryStore } from '@kit/server'
import { bakkt } from '@kit/server/upstreams/bakkt'

// The contract's checks sign in more often than a user does, and test the limits of challenges and codes.
const limits = {
  ...Object.fromEntries(
    Object.keys(defaultLimits)
      .filter((name) => name !== 'otp-tries-per-code')
      .map((name) => [name, { points: 10_000, durationSeconds: 600 }]),
  ),
  'otp-resend-pause': { points: 1, durationSeconds: 1 },
  'siwe-challenge-per-client': { points: 300, durationSeconds: 60 },
  'otp-start-per-client': { points: 200, durationSeconds: 600 },
}

export const auth = createAuth({
  upstream: bakkt({ baseUrl: process.env.BAKKT_URL, apiKey: 'sandbox-api-key' }),
  origin: process.env.AUTH_ORIGIN,
  secret: 'a-secret-that-only-the-tests-know-of',
  store: memoryStore(),
  otp: {
    resolveUser: async (email) => (email === 'ada@example.com' ? process.env.ADA : undefined),
  },
  limits,
  // Next.js writes the address of the connection to X-Forwarded-For.
  trustedProxyHops: 1,
})
