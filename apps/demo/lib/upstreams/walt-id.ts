import { waltId } from '@kit/server/upstreams/walt-id'
import type { Settings } from '../settings.ts'

/** Wallets, at an installation of your own. */
export function create({ baseUrl }: Settings) {
  return waltId({ baseUrl })
}

/** What the profile page reads. */
export const profilePath = '/wallet-api/wallet/accounts/wallets'
