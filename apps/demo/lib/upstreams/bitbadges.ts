import { bitbadges } from '@kit/server/upstreams/bitbadges'
import type { Settings } from '../settings.ts'

/** Signs people in on BitBadges' page. */
export function create({ baseUrl, read, isSandbox }: Settings) {
  return bitbadges({
    baseUrl,
    clientId: read('BITBADGES_CLIENT_ID', 'demo'),
    clientSecret: read('BITBADGES_CLIENT_SECRET', 'sandbox-client-secret'),
    apiKey: read('BITBADGES_API_KEY', 'sandbox-api-key'),
    ...(isSandbox ? { authorizeUrl: `${baseUrl}/siwbb/authorize` } : {}),
  })
}

/** There is no profile to read. */
export const profilePath = undefined
