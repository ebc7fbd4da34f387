/** An import statement, and what it may cost. */
export type Budget = {
  /** As an app would write it, with `export` in place of `import`. */
  statement: string
  /** The most bytes of gzip, all it brings along included. */
  gzipBytes: number
  /** What the app has anyway, and is not counted. */
  external?: readonly string[]
}

const core = (names: string, gzipBytes: number): Budget => ({
  statement: `export { ${names} } from '@kit/core'`,
  gzipBytes,
})

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
  core('AuthError', 1150),
  core('Challenge', 2000),
  core('Method', 850),
  core('OtpDelivery', 1350),
  core('OtpStartRequest', 1400),
  core('OtpVerifyRequest', 1400),
  core('ProblemDetails', 1350),
  core('RedirectStartAnswer', 1350),
  core('RedirectStartRequest', 1500),
  core('Session', 1800),
  core('SessionAnswer', 1950),
  core('SignedInAnswer', 1850),
  core('SiweChallengeRequest', 1700),
  core('SiweFields', 1500),
  core('SiweVerifyRequest', 1800),
  core('contract', 3300),
  core('createAccountId', 600),
  core('createAuthClient', 5550),
  core('createChainId', 550),
  core('createSiweMessage', 2200),
  core('findIssue', 250),
  core('findRecovery', 650),
  core('inspectSiweMessage', 2450),
  core('lintSiweMessage', 3150),
  core('normalizeOtp', 750),
  core('otpEndpoints', 2200),
  core('otpLoginMachine', 600),
  core('otpLoginStart', 150),
  core('parseAccountId', 600),
  core('parseChainId', 600),
  core('parseSignInHeader', 700),
  core('parseSiweMessage', 1500),
  core('recoveries', 600),
  core('redirectCallback', 150),
  core('redirectEndpoints', 1650),
  core('redirectLoginMachine', 300),
  core('redirectLoginStart', 250),
  core('sessionEndpoints', 2000),
  core('siweEndpoints', 2950),
  core('siweLoginMachine', 400),
  core('siweLoginStart', 300),
  core('upstreamPassage', 150),
  core('createSiweMessage, inspectSiweMessage, parseSiweMessage', 2900),
  { statement: "export { hasChecksum } from '@kit/core/eip55'", gzipBytes: 2800 },
  { statement: "export { normalizeAddress } from '@kit/core/eip55'", gzipBytes: 2800 },
  { statement: "export { problems } from '@kit/core/problems'", gzipBytes: 2800 },
  { statement: "export * from '@kit/core'", gzipBytes: 11300 },
  react('useOtpLogin', 5000),
  react('useSiweLogin', 6700),
  react('useOtpLogin, useSiweLogin, useSession, useSignOut', 9600),
  react('OtpInput', 3800),
  {
    statement: "export { WalletConnectQr } from '@kit/react/wallet-connect-qr'",
    gzipBytes: 5300,
    external: peers,
  },
  // In production nothing is left of it.
  {
    statement: "export { AuthDevtools } from '@kit/react/devtools'",
    gzipBytes: 100,
    external: peers,
  },
  react('AuthProvider, SignIn', 25_000),
]
