import { bakkt } from '@kit/server/upstreams/bakkt'
import type { Settings } from '../settings.ts'

/** Wallets, and codes by email. A user is made before they sign in: `lib/accounts.ts`. */
export function create({ baseUrl, read }: Settings) {
  return bakkt({ baseUrl, apiKey: read('BAKKT_API_KEY', 'sandbox-api-key') })
}

/** What the profile page reads. */
export const profilePath = '/user'
