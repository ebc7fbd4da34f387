import { bakkt } from '@kit/server/upstreams/bakkt'
import type { Settings } from '../settings.ts'

/** Only codes by email. Users are created before they sign in: `lib/accounts.ts`. */
export function create({ baseUrl, read }: Settings) {
  const { siwe: _, ...upstream } = bakkt({
    baseUrl,
    apiKey: read('BAKKT_API_KEY', 'sandbox-api-key'),
  })
  return upstream
}

/** What the profile page reads. */
export const profilePath = '/user'
