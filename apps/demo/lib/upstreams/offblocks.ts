import { offblocks } from '@kit/server/upstreams/offblocks'
import type { Settings } from '../settings.ts'

/** Signs people in with a wallet. Every call to OffBlocks is signed with your key. */
export function create({ baseUrl, read, isSandbox }: Settings) {
  return offblocks({
    baseUrl,
    apiKey: read('OFFBLOCKS_API_KEY', '00000000-0000-4000-8000-000000000000'),
    apiSecret: read('OFFBLOCKS_API_SECRET', 'sandbox-api-secret'),
    keyId: read('OFFBLOCKS_KEY_ID', 'sandbox-key'),
    privateKey: read('OFFBLOCKS_PRIVATE_KEY', sandboxKey).replaceAll('\\n', '\n'),
    ...(isSandbox ? { domain: 'api.sandbox.offblocks.xyz' } : {}),
  })
}

/** The path that the profile page reads. */
export const profilePath = '/customer'

/** The sandbox's published key. It protects nothing. */
const sandboxKey = `-----BEGIN PRIVATE KEY-----
MIG2AgEAMBAGByqGSM49AgEGBSuBBAAiBIGeMIGbAgEBBDD5nBTg0PaTaaMb/3lv
iHFEcTx+Ic3mO/sKzZR/2fVBhL/8Eateb213tg+5j1xBxNehZANiAATwfi+EjjOf
X8BFa6qOKx6WGEszQbuZgaSUxKdz3dmsS8ABsOBZ5Ivqy2fi0reSkzeVPMqtNqIL
cvmACI3aE0mGhn05t/IksbbchUXs7t4SNV6AQ7Rz9GxVGs+WPfapngs=
-----END PRIVATE KEY-----`
