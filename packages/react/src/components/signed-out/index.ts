export { SignedOut } from './SignedOut.tsx'
