/** An import statement, and what it may cost. */
export type Budget = {
  /** As an app would write it, with `export` in place of `import`. */
  statement: string
  /** The most bytes of gzip, all it brings along included. */
  gzipBytes: number
  /** What the app has anyway, and is not counted. */
  external?: readonly string[]
  /** What is loaded beside it, such as a stylesheet. */
  files?: readonly string[]
  /** Bundled as built packages by esbuild, in place of sources by rolldown. @default false */
  isByEsbuild?: boolean
}

const core = (names: string, gzipBytes: number): Budget => ({
  statement: `export { ${names} } from '@kit/core'`,
  gzipBytes,
})

const styles = 'packages/react/dist/styles.css'

/** What an app with wallets has anyway. */
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

/** One line per import statement: a change that costs more has to say so here. */
export const budgets: readonly Budget[] = [
  core('AuthError', 1100),
  core('Challenge', 760),
  core('Method', 270),
  core('OtpDelivery', 570),
  core('OtpStartRequest', 540),
  core('OtpVerifyRequest', 560),
  core('ProblemDetails', 560),
  core('RedirectStartAnswer', 490),
  core('RedirectStartRequest', 540),
  core('Session', 820),
  core('SessionAnswer', 890),
  core('SignedInAnswer', 840),
  core('SiweChallengeRequest', 620),
  core('SiweFields', 620),
  core('SiweVerifyRequest', 660),
  core('contract', 1640),
  core('createAccountId', 560),
  core('createAuthClient', 2510),
  core('createChainId', 500),
  core('createSiweMessage', 2100),
  core('findIssue', 200),
  core('findRecovery', 620),
  core('inspectSiweMessage', 2330),
  core('lintSiweMessage', 3000),
  core('normalizeOtp', 570),
  core('otpEndpoints', 1070),
  core('otpLoginMachine', 580),
  core('otpLoginStart', 130),
  core('parseAccountId', 570),
  core('parseChainId', 560),
  core('parseSignInHeader', 660),
  core('parseSiweMessage', 1510),
  core('recoveries', 560),
  core('redirectCallback', 110),
  core('redirectEndpoints', 640),
  core('redirectLoginMachine', 280),
  core('redirectLoginStart', 140),
  core('sessionEndpoints', 940),
  core('siweEndpoints', 1320),
  core('siweLoginMachine', 350),
  core('siweLoginStart', 180),
  core('upstreamPassage', 100),
  core('createSiweMessage, inspectSiweMessage, parseSiweMessage', 2860),
  { statement: "export { hasChecksum } from '@kit/core/eip55'", gzipBytes: 2640 },
  { statement: "export { normalizeAddress } from '@kit/core/eip55'", gzipBytes: 2620 },
  { statement: "export { problems } from '@kit/core/problems'", gzipBytes: 2690 },
  { statement: "export * from '@kit/core'", gzipBytes: 9390 },
  react('useOtpLogin', 2390),
  react('useSiweLogin', 2550),
  react('useOtpLogin, useSiweLogin, useSession, useSignOut', 3500),
  react('OtpInput', 2048),
  // English included, which comes with the parts that are loaded later and no longer with the provider.
  {
    statement: "export { WalletConnectQr } from '@kit/react/wallet-connect-qr'",
    gzipBytes: 8170,
    external: peers,
  },
  // In production nothing is left of it.
  {
    statement: "export { AuthDevtools } from '@kit/react/devtools'",
    gzipBytes: 70,
    external: peers,
  },
  {
    statement:
      "export { createAuthClient } from '@kit/core'; export { useOtpLogin, useSiweLogin } from '@kit/react'",
    gzipBytes: 5470,
    external: peers,
  },
  // The whole card and its dialog, stylesheet included. What they load later is not counted.
  {
    statement: "export { AuthProvider, SignIn } from '@kit/react'",
    gzipBytes: 19_410,
    external: peers,
    files: [styles],
  },
  {
    statement: "export { AuthProvider, SignInDialog } from '@kit/react'",
    gzipBytes: 18_820,
    external: peers,
    files: [styles],
  },
  // The same three by esbuild, which the goals were set with: 6 kB, 16 kB, 20 kB.
  {
    statement:
      "export { createAuthClient } from '@kit/core'; export { useOtpLogin, useSiweLogin } from '@kit/react'",
    gzipBytes: 6000,
    external: peers,
    isByEsbuild: true,
  },
  {
    statement: "export { AuthProvider, SignIn } from '@kit/react'",
    gzipBytes: 19_820,
    external: peers,
    files: [styles],
    isByEsbuild: true,
  },
  {
    statement: "export { AuthProvider, SignInDialog } from '@kit/react'",
    gzipBytes: 19_220,
    external: peers,
    files: [styles],
    isByEsbuild: true,
  },
]
