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
  core('AuthError', 1110),
  core('Challenge', 810),
  core('Method', 290),
  core('OtpDelivery', 620),
  core('OtpStartRequest', 590),
  core('OtpVerifyRequest', 600),
  core('ProblemDetails', 610),
  core('RedirectStartAnswer', 530),
  core('RedirectStartRequest', 590),
  core('Session', 870),
  core('SessionAnswer', 950),
  core('SignedInAnswer', 890),
  core('SiweChallengeRequest', 670),
  core('SiweFields', 670),
  core('SiweVerifyRequest', 710),
  core('contract', 1690),
  core('createAccountId', 570),
  core('createAuthClient', 3750),
  core('createChainId', 510),
  core('createSiweMessage', 2150),
  core('findIssue', 210),
  core('findRecovery', 630),
  core('inspectSiweMessage', 2380),
  core('lintSiweMessage', 3070),
  core('normalizeOtp', 590),
  core('otpEndpoints', 1110),
  core('otpLoginMachine', 600),
  core('otpLoginStart', 130),
  core('parseAccountId', 590),
  core('parseChainId', 570),
  core('parseSignInHeader', 670),
  core('parseSiweMessage', 1540),
  core('recoveries', 570),
  core('redirectCallback', 110),
  core('redirectEndpoints', 680),
  core('redirectLoginMachine', 290),
  core('redirectLoginStart', 140),
  core('sessionEndpoints', 990),
  core('siweEndpoints', 1370),
  core('siweLoginMachine', 360),
  core('siweLoginStart', 190),
  core('upstreamPassage', 110),
  core('createSiweMessage, inspectSiweMessage, parseSiweMessage', 2930),
  { statement: "export { hasChecksum } from '@kit/core/eip55'", gzipBytes: 2710 },
  { statement: "export { normalizeAddress } from '@kit/core/eip55'", gzipBytes: 2690 },
  { statement: "export { problems } from '@kit/core/problems'", gzipBytes: 2760 },
  { statement: "export * from '@kit/core'", gzipBytes: 9360 },
  react('useOtpLogin', 4380),
  react('useSiweLogin', 6890),
  react('useOtpLogin, useSiweLogin, useSession, useSignOut', 9400),
  react('OtpInput', 2048),
  // English included, which comes with the parts that are loaded later and no longer with the provider.
  {
    statement: "export { WalletConnectQr } from '@kit/react/wallet-connect-qr'",
    gzipBytes: 8_350,
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
    gzipBytes: 10_690,
    external: peers,
  },
  // The whole card and its dialog, stylesheet included. What they load later is not counted.
  {
    statement: "export { AuthProvider, SignIn } from '@kit/react'",
    gzipBytes: 24_770,
    external: peers,
    files: [styles],
  },
  {
    statement: "export { AuthProvider, SignInDialog } from '@kit/react'",
    gzipBytes: 24_140,
    external: peers,
    files: [styles],
  },
]
