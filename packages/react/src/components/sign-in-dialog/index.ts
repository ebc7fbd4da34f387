export { SignInDialog, type SignInDialogProps } from './SignInDialog.tsx'
export { useSignInDialog } from './useSignInDialog.ts'
