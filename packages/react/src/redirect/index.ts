export { useRedirectLogin } from '../hooks/useRedirectLogin.ts'
