export type { AuthOptions } from './AuthOptions.ts'
export type { AuthEvent } from './audit/AuthEvent.ts'
export { type Auth, createAuth, type InitialSession, type ServerSession } from './createAuth.ts'
export type { Answer } from './http/Answer.ts'
export type { Incoming } from './http/Incoming.ts'
export { Secret } from './keys/Secret.ts'
export { defaultLimits, type LimitName, type LimitSetting } from './limits/defaultLimits.ts'
export { verifySignature } from './siwe/verifySignature.ts'
export { memoryStore } from './store/memory/memoryStore.ts'
export type { Count, Counter, Limit, Store } from './store/Store.ts'
export type {
  Json,
  ProxyRule,
  RenewedCredential,
  Upstream,
  UpstreamLogin,
} from './upstreams/Upstream.ts'
