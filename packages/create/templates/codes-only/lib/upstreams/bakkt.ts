import { bakkt } from '@kit/server/upstreams/bakkt'
import type { Settings } from '../settings.ts'

/** Signs people in with a code by email. `lib/accounts.ts` creates users before their first sign-in. */
export function create({ baseUrl, read }: Settings) {
  const { siwe: _, ...upstream } = bakkt({
    baseUrl,
    apiKey: read('BAKKT_API_KEY', 'sandbox-api-key'),
  })
  return upstream
}

/** The path that the profile page reads. */
export const profilePath = '/user'
