import { expect, test } from 'vitest'
import * as door from './index.ts'

test('default', () => {
  expect(Object.keys(door).sort()).toMatchInlineSnapshot(`
    [
      "AccountCard",
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
      "SessionList",
      "SignIn",
      "SignInDialog",
      "SignedIn",
      "SignedOut",
      "SiweButton",
      "UserButton",
      "UserMenuItem",
      "WalletList",
      "formatMessage",
      "sessionQueryKey",
      "sessionQueryOptions",
      "useAccountMismatch",
      "useAuthedFetch",
      "useIdentities",
      "useLinkEmail",
      "useLinkWallet",
      "useOtpLogin",
      "useReauthenticate",
      "useRedirectLogin",
      "useSession",
      "useSessionExpiry",
      "useSessions",
      "useSignInDialog",
      "useSignOut",
      "useSiweLogin",
      "useWallets",
    ]
  `)
})
