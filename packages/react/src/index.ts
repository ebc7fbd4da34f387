export { AccountCard, type AccountCardProps } from './components/account-card/index.ts'
export {
  AccountMismatchBanner,
  type AccountMismatchBannerProps,
} from './components/account-mismatch-banner/index.ts'
export { Dialog, type DialogProps } from './components/dialog/index.ts'
export { OtpForm, type OtpFormProps } from './components/otp-form/index.ts'
export { OtpInput, type OtpInputProps } from './components/otp-input/index.ts'
export type { PartProps } from './components/parts/Part.tsx'
export { ProblemAlert, type ProblemAlertProps } from './components/problem-alert/index.ts'
export { ReauthenticateDialog } from './components/reauthenticate-dialog/index.ts'
export { RedirectButton, type RedirectButtonProps } from './components/redirect-button/index.ts'
export { SessionCard, type SessionCardProps } from './components/session-card/index.ts'
export {
  SessionExpiryDialog,
  type SessionExpiryDialogProps,
} from './components/session-expiry-dialog/index.ts'
export { SessionGuard, type SessionGuardProps } from './components/session-guard/index.ts'
export { SessionList, type SessionListProps } from './components/session-list/index.ts'
export { SignIn, type SignInProps } from './components/sign-in/index.ts'
export {
  SignInDialog,
  type SignInDialogProps,
  useSignInDialog,
} from './components/sign-in-dialog/index.ts'
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
export { useIdentities } from './identities/useIdentities.ts'
export { useLinkEmail } from './identities/useLinkEmail.ts'
export { useLinkWallet } from './identities/useLinkWallet.ts'
export type { Message } from './locales/formatMessage.ts'
export { formatMessage } from './locales/public/formatMessage.ts'
export type { Words } from './locales/Words.ts'
export { safeStorage } from './login/safeStorage.ts'
export { useOtpLogin } from './otp/useOtpLogin.ts'
export { AuthProvider, type AuthProviderProps } from './provider/AuthProvider.tsx'
export { useRedirectLogin } from './redirect/index.ts'
export type { AccountPolicy } from './session/AccountPolicy.ts'
export { sessionQueryKey, sessionQueryOptions } from './session/sessionQuery.ts'
export { useAccountMismatch } from './session/useAccountMismatch.ts'
export { useAuthedFetch } from './session/useAuthedFetch.ts'
export { useReauthenticate } from './session/useReauthenticate.ts'
export { useSession } from './session/useSession.ts'
export { useSessionExpiry } from './session/useSessionExpiry.ts'
export { useSessions } from './session/useSessions.ts'
export { useSignOut } from './session/useSignOut.ts'
export { useSiweLogin } from './siwe/useSiweLogin.ts'
export { useWallets, type Wallet } from './siwe/useWallets.ts'
