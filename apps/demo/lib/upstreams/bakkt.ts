import { bakkt } from '@kit/server/upstreams/bakkt'
import type { Settings } from '../settings.ts'

/** Signs people in with a wallet or a code by email. `lib/accounts.ts` creates users before their first sign-in. */
export function create({ baseUrl, read }: Settings) {
  return bakkt({ baseUrl, apiKey: read('BAKKT_API_KEY', 'sandbox-api-key') })
}

/** The path that the profile page reads. */
export const profilePath = '/user'
