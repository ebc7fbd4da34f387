import type { Options } from './options.ts'

/** How each upstream is set up: against the sandbox in development, by variables in production. */
export const upstreamCode: Record<
  Options['upstream'],
  {
    setUp: string
    create: string
    variables: readonly string[]
    /** Beside the file that sets it up. */
    files?: Readonly<Record<string, string>>
  }
> = {
  bakkt: {
    setUp: "import { bakkt } from '@kit/server/upstreams/bakkt'",
    create: `bakkt({
    baseUrl: env.UPSTREAM_URL ?? 'https://api.bakkt.com',
    apiKey: env.BAKKT_API_KEY ?? 'sandbox-api-key',
  })`,
    variables: ['`BAKKT_API_KEY`: from Bakkt; a user must exist there before they can sign in'],
  },
  'gnosis-pay': {
    setUp: "import { gnosisPay } from '@kit/server/upstreams/gnosis-pay'",
    create: `gnosisPay({
    baseUrl: env.UPSTREAM_URL,
    domain: env.GNOSIS_PAY_DOMAIN ?? 'app.example.com',
  })`,
    variables: ['`GNOSIS_PAY_DOMAIN`: as registered with Gnosis Pay, never this machine'],
  },
  'walt-id': {
    setUp: "import { waltId } from '@kit/server/upstreams/walt-id'",
    create: "waltId({ baseUrl: env.UPSTREAM_URL ?? 'https://wallet.example.com' })",
    variables: ['`UPSTREAM_URL`: of your own installation, without `/wallet-api`'],
  },
  bitbadges: {
    setUp: "import { bitbadges } from '@kit/server/upstreams/bitbadges'",
    create: `bitbadges({
    baseUrl: env.UPSTREAM_URL,
    clientId: env.BITBADGES_CLIENT_ID ?? 'demo',
    clientSecret: env.BITBADGES_CLIENT_SECRET ?? 'sandbox-client-secret',
    apiKey: env.BITBADGES_API_KEY ?? 'sandbox-api-key',
    ...(env.UPSTREAM_URL ? { authorizeUrl: \`\${env.UPSTREAM_URL}/siwbb/authorize\` } : {}),
  })`,
    variables: [
      '`BITBADGES_CLIENT_ID`, `BITBADGES_CLIENT_SECRET`, `BITBADGES_API_KEY`: of your app there',
    ],
  },
  offblocks: {
    setUp:
      "import { offblocks } from '@kit/server/upstreams/offblocks'\nimport { sandboxKey } from './sandboxKey.js'",
    create: `offblocks({
    baseUrl: env.UPSTREAM_URL,
    apiKey: env.OFFBLOCKS_API_KEY ?? '00000000-0000-4000-8000-000000000000',
    apiSecret: env.OFFBLOCKS_API_SECRET ?? 'sandbox-api-secret',
    keyId: env.OFFBLOCKS_KEY_ID ?? 'sandbox-key',
    privateKey: (env.OFFBLOCKS_PRIVATE_KEY ?? sandboxKey).replaceAll('\\\\n', '\\n'),
    ...(env.UPSTREAM_URL ? { domain: 'api.sandbox.offblocks.xyz' } : {}),
  })`,
    variables: [
      '`OFFBLOCKS_API_KEY`, `OFFBLOCKS_API_SECRET`, `OFFBLOCKS_KEY_ID`, `OFFBLOCKS_PRIVATE_KEY`: of your app there',
    ],
    files: {
      'sandboxKey.js': `/** Published, for the sandbox alone: it protects nothing. */
export const sandboxKey = \`-----BEGIN PRIVATE KEY-----
MIG2AgEAMBAGByqGSM49AgEGBSuBBAAiBIGeMIGbAgEBBDD5nBTg0PaTaaMb/3lv
iHFEcTx+Ic3mO/sKzZR/2fVBhL/8Eateb213tg+5j1xBxNehZANiAATwfi+EjjOf
X8BFa6qOKx6WGEszQbuZgaSUxKdz3dmsS8ABsOBZ5Ivqy2fi0reSkzeVPMqtNqIL
cvmACI3aE0mGhn05t/IksbbchUXs7t4SNV6AQ7Rz9GxVGs+WPfapngs=
-----END PRIVATE KEY-----\`
`,
    },
  },
}
