export { SignedIn } from './SignedIn.tsx'
