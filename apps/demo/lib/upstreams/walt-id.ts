import { waltId } from '@kit/server/upstreams/walt-id'
import type { Settings } from '../settings.ts'

/** Signs people in with a wallet, through your walt.id installation. */
export function create({ baseUrl }: Settings) {
  return waltId({ baseUrl })
}

/** The path that the profile page reads. */
export const profilePath = '/wallet-api/wallet/accounts/wallets'
