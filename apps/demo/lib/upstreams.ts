import { bakkt } from '@kit/server/upstreams/bakkt'
import { bitbadges } from '@kit/server/upstreams/bitbadges'
import { gnosisPay } from '@kit/server/upstreams/gnosis-pay'
import { offblocks } from '@kit/server/upstreams/offblocks'
import { waltId } from '@kit/server/upstreams/walt-id'
import { createSettings, type Settings, type Variables } from './settings.ts'

/**
 * The upstreams that UPSTREAM may name. An app that has chosen one keeps that one, and its page that
 * reads the profile. What stands behind each variable is what the sandbox takes.
 */
const upstreams = {
  bakkt: {
    profilePath: '/user',
    create: ({ baseUrl, read }: Settings) =>
      bakkt({ baseUrl, apiKey: read('BAKKT_API_KEY', 'sandbox-api-key') }),
  },
  'gnosis-pay': {
    profilePath: '/api/v1/user',
    create: ({ baseUrl, read }: Settings) =>
      gnosisPay({ baseUrl, domain: read('GNOSIS_PAY_DOMAIN', 'app.example.com') }),
  },
  'walt-id': {
    profilePath: '/wallet-api/wallet/accounts/wallets',
    create: ({ baseUrl }: Settings) => waltId({ baseUrl }),
  },
  bitbadges: {
    profilePath: undefined,
    create: ({ baseUrl, read, isSandbox }: Settings) =>
      bitbadges({
        baseUrl,
        clientId: read('BITBADGES_CLIENT_ID', 'demo'),
        clientSecret: read('BITBADGES_CLIENT_SECRET', 'sandbox-client-secret'),
        apiKey: read('BITBADGES_API_KEY', 'sandbox-api-key'),
        ...(isSandbox ? { authorizeUrl: `${baseUrl}/siwbb/authorize` } : {}),
      }),
  },
  offblocks: {
    profilePath: '/customer',
    create: ({ baseUrl, read, isSandbox }: Settings) =>
      offblocks({
        baseUrl,
        apiKey: read('OFFBLOCKS_API_KEY', '00000000-0000-4000-8000-000000000000'),
        apiSecret: read('OFFBLOCKS_API_SECRET', 'sandbox-api-secret'),
        keyId: read('OFFBLOCKS_KEY_ID', 'sandbox-key'),
        privateKey: read('OFFBLOCKS_PRIVATE_KEY', sandboxKey).replaceAll('\\n', '\n'),
        ...(isSandbox ? { domain: 'api.sandbox.offblocks.xyz' } : {}),
      }),
  },
}

/**
 * The upstream that the environment names.
 *
 * @throws Error with a sentence that names what is missing, or the possible names.
 */
export function createUpstream(variables: Variables = process.env) {
  const name = variables['UPSTREAM'] || 'bakkt'
  const entry = Object.entries(upstreams).find(([known]) => known === name)?.[1]
  if (entry === undefined)
    throw new Error(
      `UPSTREAM is "${name}", but must be one of: ${Object.keys(upstreams).join(', ')}.`,
    )
  const settings = createSettings(name, variables)
  return {
    upstream: entry.create(settings),
    profilePath: entry.profilePath,
    isSandbox: settings.isSandbox,
  }
}

/** The published key that the sandbox has on file. It protects nothing. */
const sandboxKey = `-----BEGIN PRIVATE KEY-----
MIG2AgEAMBAGByqGSM49AgEGBSuBBAAiBIGeMIGbAgEBBDD5nBTg0PaTaaMb/3lv
iHFEcTx+Ic3mO/sKzZR/2fVBhL/8Eateb213tg+5j1xBxNehZANiAATwfi+EjjOf
X8BFa6qOKx6WGEszQbuZgaSUxKdz3dmsS8ABsOBZ5Ivqy2fi0reSkzeVPMqtNqIL
cvmACI3aE0mGhn05t/IksbbchUXs7t4SNV6AQ7Rz9GxVGs+WPfapngs=
-----END PRIVATE KEY-----`
