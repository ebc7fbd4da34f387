export { ReauthenticateDialog } from './ReauthenticateDialog.tsx'
