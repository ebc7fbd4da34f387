import { expect, test } from 'vitest'
import * as door from './index.ts'

test('default', () => {
  expect(Object.keys(door).sort()).toMatchInlineSnapshot(`
    [
      "AccountMismatchBanner",
      "AuthProvider",
      "Dialog",
      "OtpForm",
      "OtpInput",
      "ProblemAlert",
      "ReauthenticateDialog",
      "RedirectButton",
      "SessionCard",
      "SessionExpiryDialog",
      "SessionGuard",
      "SignIn",
      "SignInDialog",
      "SignedIn",
      "SignedOut",
      "SiweButton",
      "UserButton",
      "UserMenuItem",
      "WalletList",
      "fill",
      "sessionQueryKey",
      "sessionQueryOptions",
      "useAccountMismatch",
      "useAuthedFetch",
      "useOtpLogin",
      "useReauthenticate",
      "useRedirectLogin",
      "useSession",
      "useSessionExpiry",
      "useSignOut",
      "useSiweLogin",
      "useWallets",
    ]
  `)
})
