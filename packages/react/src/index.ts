export type { AccountPolicy } from './account/AccountPolicy.ts'
export {
  AccountMismatchBanner,
  type AccountMismatchBannerProps,
} from './components/account-mismatch-banner/index.ts'
export { Dialog, type DialogProps } from './components/dialog/index.ts'
export { OtpForm, type OtpFormProps } from './components/otp-form/index.ts'
export { OtpInput, type OtpInputProps } from './components/otp-input/index.ts'
export { ProblemAlert, type ProblemAlertProps } from './components/problem-alert/index.ts'
export { ReauthenticateDialog } from './components/reauthenticate-dialog/index.ts'
export { RedirectButton, type RedirectButtonProps } from './components/redirect-button/index.ts'
export { SessionCard, type SessionCardProps } from './components/session-card/index.ts'
export {
  SessionExpiryDialog,
  type SessionExpiryDialogProps,
} from './components/session-expiry-dialog/index.ts'
export { SessionGuard, type SessionGuardProps } from './components/session-guard/index.ts'
export { SignIn, type SignInProps } from './components/sign-in/index.ts'
export { SignInDialog, type SignInDialogProps } from './components/sign-in-dialog/index.ts'
export { SignedIn } from './components/signed-in/index.ts'
export { SignedOut } from './components/signed-out/index.ts'
export { SiweButton, type SiweButtonProps } from './components/siwe-button/index.ts'
export {
  UserButton,
  type UserButtonProps,
  UserMenuItem,
  type UserMenuItemProps,
} from './components/user-button/index.ts'
export type { WalletConnectQrProps } from './components/wallet-connect-qr/index.ts'
export { WalletList, type WalletListProps } from './components/wallet-list/index.ts'
export { useAccountMismatch } from './hooks/useAccountMismatch.ts'
export { useAuthedFetch } from './hooks/useAuthedFetch.ts'
export { useOtpLogin } from './hooks/useOtpLogin.ts'
export { useReauthenticate } from './hooks/useReauthenticate.ts'
export { useSession } from './hooks/useSession.ts'
export { useSessionExpiry } from './hooks/useSessionExpiry.ts'
export { useSignOut } from './hooks/useSignOut.ts'
export { useSiweLogin } from './hooks/useSiweLogin.ts'
export { useWallets, type Wallet } from './hooks/useWallets.ts'
export type { PartProps } from './internals/Part.tsx'
export { sessionQueryKey, sessionQueryOptions } from './internals/sessionQuery.ts'
export { fill, type Words } from './locales/Words.ts'
export { AuthProvider, type AuthProviderProps } from './provider/AuthProvider.tsx'
export { useRedirectLogin } from './redirect/index.ts'
