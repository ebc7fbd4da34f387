/*
 * Sign-in by email without wallets: `@kit/react/email`. It requires only React, so wagmi, viem and TanStack
 * Query need not be installed.
 */
export { useOtpLogin } from './otp/useOtpLogin.ts'
export {
  EmailAuthProvider as AuthProvider,
  type EmailAuthProviderProps as AuthProviderProps,
} from './provider/EmailAuthProvider.tsx'
export { useAuthedFetch } from './session/useAuthedFetch.ts'
export { useReauthenticate } from './session/useReauthenticate.ts'
export { useSignOut } from './session/useSignOut.ts'
export { useStoredSession as useSession } from './session/useStoredSession.ts'
