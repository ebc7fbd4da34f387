import { gnosisPay } from '@kit/server/upstreams/gnosis-pay'
import type { Settings } from '../settings.ts'

/** Wallets; a new one registers in `app/profile/Registration.tsx`. */
export function create({ baseUrl, read }: Settings) {
  return gnosisPay({ baseUrl, domain: read('GNOSIS_PAY_DOMAIN', 'app.example.com') })
}

/** What the profile page reads. */
export const profilePath = '/api/v1/user'
