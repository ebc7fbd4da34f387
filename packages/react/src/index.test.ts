import { expect, test } from 'vitest'
import * as door from './index.ts'

test('default', () => {
  expect(Object.keys(door).sort()).toMatchInlineSnapshot(`
    [
      "AuthProvider",
      "Dialog",
      "OtpForm",
      "OtpInput",
      "ProblemAlert",
      "ReauthenticateDialog",
      "RedirectButton",
      "SessionCard",
      "SessionExpiryDialog",
      "SignIn",
      "SignedIn",
      "SignedOut",
      "SiweButton",
      "UserButton",
      "WalletList",
      "fill",
      "sessionQueryKey",
      "sessionQueryOptions",
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
