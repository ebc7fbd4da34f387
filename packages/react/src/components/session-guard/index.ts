export { SessionGuard, type SessionGuardProps } from './SessionGuard.tsx'
