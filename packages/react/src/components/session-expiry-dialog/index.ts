export { SessionExpiryDialog, type SessionExpiryDialogProps } from './SessionExpiryDialog.tsx'
