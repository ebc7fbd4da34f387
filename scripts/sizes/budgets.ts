/** An import statement, and how many bytes it may add. */
export type Budget = {
  /** The statement as an app would write it, with `export` instead of `import`. */
  statement: string
  /** The limit in bytes of gzip, including everything that the statement loads. */
  gzipBytes: number
  /** Packages that the app has anyway. They are not counted. */
  external?: readonly string[]
  /** Files that are loaded in addition, such as a style sheet. */
  files?: readonly string[]
  /** Bundles the built packages with esbuild instead of the sources with rolldown. @default false */
  isByEsbuild?: boolean
}

const core = (names: string, gzipBytes: number): Budget => ({
  statement: `export { ${names} } from '@kit/core'`,
  gzipBytes,
})

const styles = 'packages/react/dist/styles.css'

/** The packages that an app with wallets has anyway. */
const peers = [
  'react',
  'react-dom',
  'react/jsx-runtime',
  '@tanstack/react-query',
  'viem',
  'wagmi',
  'wagmi/actions',
  'wagmi/chains',
]

const react = (names: string, gzipBytes: number): Budget => ({
  statement: `export { ${names} } from '@kit/react'`,
  gzipBytes,
  external: peers,
})

/** The budgets, one for each import statement. A change that adds bytes has to raise its budget here. */
export const budgets: readonly Budget[] = [
  core('AccountAnswer', 960),
  core('AuthError', 1200),
  core('Challenge', 820),
  core('IdentitiesAnswer', 860),
  core('Identity', 800),
  core('Method', 300),
  core('OtpDelivery', 630),
  core('OtpStartRequest', 580),
  core('OtpVerifyRequest', 590),
  core('ProblemDetails', 610),
  core('RedirectStartAnswer', 540),
  core('RedirectStartRequest', 580),
  core('RemoveIdentityRequest', 590),
  core('Session', 890),
  core('SessionAnswer', 960),
  core('SessionEntry', 780),
  core('SessionExtendRequest', 450),
  core('SessionListAnswer', 850),
  core('SignedInAnswer', 900),
  core('SiweChallengeRequest', 650),
  core('SiweFields', 660),
  core('SiweVerifyRequest', 690),
  core('accountEndpoints', 1010),
  core('contract', 2070),
  core('createAccountId', 1370),
  core('createAuthClient', 4320),
  core('createChainId', 1310),
  core('createSiweMessage', 2920),
  core('findIssue', 210),
  core('findRecovery', 690),
  core('identityEndpoints', 1280),
  core('inspectSiweMessage', 2110),
  core('lintSiweMessage', 2770),
  core('normalizeOtp', 620),
  core('otpEndpoints', 1170),
  core('otpLoginMachine', 670),
  core('otpLoginStart', 140),
  core('parseAccountId', 1380),
  core('parseChainId', 1360),
  core('parseSignInHeader', 1460),
  core('parseSiweMessage', 2360),
  core('recoveries', 630),
  core('redirectCallback', 110),
  core('redirectEndpoints', 680),
  core('redirectLoginMachine', 300),
  core('redirectLoginStart', 110),
  core('sessionEndpoints', 1140),
  core('siweEndpoints', 1380),
  core('siweLoginMachine', 370),
  core('siweLoginStart', 100),
  core('proxyEndpoint', 110),
  core('createSiweMessage, inspectSiweMessage, parseSiweMessage', 3720),
  { statement: "export { hasChecksum } from '@kit/core/eip55'", gzipBytes: 3550 },
  { statement: "export { normalizeAddress } from '@kit/core/eip55'", gzipBytes: 3540 },
  { statement: "export { problems } from '@kit/core/problems'", gzipBytes: 3210 },
  { statement: "export * from '@kit/core'", gzipBytes: 10650 },
  react('useOtpLogin', 3740),
  react('useSiweLogin', 4120),
  react('useOtpLogin, useSiweLogin, useSession, useSignOut', 5640),
  react('OtpInput', 3290),
  // Everything that an app without wallets loads first, except React.
  {
    statement:
      "export { AuthProvider, useOtpLogin, useSession, useSignOut } from '@kit/react/email'",
    gzipBytes: 9220,
    external: ['react', 'react/jsx-runtime'],
    isByEsbuild: true,
  },
  // This includes English, which is loaded with the later parts instead of with the provider.
  {
    statement: "export { WalletConnectQr } from '@kit/react/wallet-connect-qr'",
    gzipBytes: 10430,
    external: peers,
  },
  // This must disappear in production.
  {
    statement: "export { AuthDevtools } from '@kit/react/devtools'",
    gzipBytes: 70,
    external: peers,
  },
  {
    statement:
      "export { createAuthClient } from '@kit/core'; export { useOtpLogin, useSiweLogin } from '@kit/react'",
    gzipBytes: 8410,
    external: peers,
  },
  // The whole card with its dialog and style sheet. What they load later is not counted.
  {
    statement: "export { AuthProvider, SignIn } from '@kit/react'",
    gzipBytes: 33340,
    external: peers,
    files: [styles],
  },
  {
    statement: "export { AuthProvider, SignInDialog } from '@kit/react'",
    gzipBytes: 33180,
    external: peers,
    files: [styles],
  },
  // The same statements with esbuild. Their goals of 2.8 kB, 6.6 kB, 21.5 kB and 21 kB are not met today.
  {
    statement: "export { OtpInput } from '@kit/react'",
    gzipBytes: 3420,
    external: peers,
    isByEsbuild: true,
  },
  {
    statement:
      "export { createAuthClient } from '@kit/core'; export { useOtpLogin, useSiweLogin } from '@kit/react'",
    gzipBytes: 9620,
    external: peers,
    isByEsbuild: true,
  },
  {
    statement: "export { AuthProvider, SignIn } from '@kit/react'",
    gzipBytes: 34280,
    external: peers,
    files: [styles],
    isByEsbuild: true,
  },
  {
    statement: "export { AuthProvider, SignInDialog } from '@kit/react'",
    gzipBytes: 34090,
    external: peers,
    files: [styles],
    isByEsbuild: true,
  },
]
