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
  core('AuthError', 1120),
  core('Challenge', 800),
  core('Method', 280),
  core('OtpDelivery', 610),
  core('OtpStartRequest', 610),
  core('OtpVerifyRequest', 620),
  core('ProblemDetails', 600),
  core('RedirectStartAnswer', 530),
  core('RedirectStartRequest', 610),
  core('Session', 850),
  core('SessionAnswer', 930),
  core('SignedInAnswer', 870),
  core('SiweChallengeRequest', 680),
  core('SiweFields', 660),
  core('SiweVerifyRequest', 730),
  core('contract', 1710),
  core('createAccountId', 580),
  core('createAuthClient', 3810),
  core('createChainId', 510),
  core('createSiweMessage', 2170),
  core('findIssue', 210),
  core('findRecovery', 630),
  core('inspectSiweMessage', 2400),
  core('lintSiweMessage', 3080),
  core('normalizeOtp', 600),
  core('otpEndpoints', 1130),
  core('otpLoginMachine', 590),
  core('otpLoginStart', 130),
  core('parseAccountId', 600),
  core('parseChainId', 580),
  core('parseSignInHeader', 670),
  core('parseSiweMessage', 1500),
  core('recoveries', 570),
  core('redirectCallback', 110),
  core('redirectEndpoints', 700),
  core('redirectLoginMachine', 290),
  core('redirectLoginStart', 220),
  core('sessionEndpoints', 980),
  core('siweEndpoints', 1380),
  core('siweLoginMachine', 360),
  core('siweLoginStart', 280),
  core('upstreamPassage', 110),
  core('createSiweMessage, inspectSiweMessage, parseSiweMessage', 2900),
  { statement: "export { hasChecksum } from '@kit/core/eip55'", gzipBytes: 2770 },
  { statement: "export { normalizeAddress } from '@kit/core/eip55'", gzipBytes: 2750 },
  { statement: "export { problems } from '@kit/core/problems'", gzipBytes: 2760 },
  { statement: "export * from '@kit/core'", gzipBytes: 9500 },
  react('useOtpLogin', 4330),
  react('useSiweLogin', 6700),
  react('useOtpLogin, useSiweLogin, useSession, useSignOut', 9180),
  {
    statement: "export { OtpInput } from '@kit/react/otp-input'",
    gzipBytes: 2048,
    external: peers,
  },
  {
    statement: "export { WalletConnectQr } from '@kit/react/wallet-connect-qr'",
    gzipBytes: 5250,
    external: peers,
  },
  // In production nothing is left of it.
  {
    statement: "export { AuthDevtools } from '@kit/react/devtools'",
    gzipBytes: 70,
    external: peers,
  },
  react('AuthProvider, SignIn', 23970),
]
