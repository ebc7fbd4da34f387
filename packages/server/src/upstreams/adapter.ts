/*
 * The functions and types that adapters for upstreams are built with. Apps and packages with an adapter import
 * them from `@kit/server/upstream`. The adapters in this folder use nothing else.
 */
export { Secret } from '../keys/Secret.ts'
export { problem } from '../problem.ts'
export { verifySignature } from '../siwe/verifySignature.ts'
export {
  createUpstreamFetch,
  type SignableRequest,
  type UpstreamAnswer,
  type UpstreamConnection,
  type UpstreamFetch,
  type UpstreamRequest,
  type UpstreamStream,
} from './createUpstreamFetch.ts'
export {
  classifyFailure,
  isPage,
  isSuccess,
  readJson,
  readText,
  readWords,
  refused,
} from './readAnswer.ts'
export type {
  HttpUpstream,
  Json,
  OtpRequest,
  OtpUpstream,
  ProxyRule,
  RedirectUpstream,
  RenewedCredential,
  SiweUpstream,
  Upstream,
  UpstreamChallenge,
  UpstreamLogin,
  UpstreamRuntime,
} from './Upstream.ts'
