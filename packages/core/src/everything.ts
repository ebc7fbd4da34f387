/*
 * All of the door but the client, in a module that nothing of ours imports. esbuild takes what a used door
 * names, and any part uses that is loaded later, for a piece of the first load: 5 kB of gzip, if `index.ts`
 * named it itself.
 */
export { type AccountId, createAccountId, parseAccountId } from './caip/accountId.ts'
export { type ChainId, createChainId, parseChainId } from './caip/chainId.ts'
export { parseSignInHeader, type SignInHeader } from './caip/parseSignInHeader.ts'
export { contract } from './contract/contract.ts'
export type { Endpoint } from './contract/Endpoint.ts'
export { findIssue } from './contract/findIssue.ts'
export type { Passage } from './contract/Passage.ts'
export type { StandardSchemaV1 } from './contract/StandardSchema.ts'
export { AuthError } from './errors/AuthError.ts'
export { ProblemDetails } from './errors/ProblemDetails.ts'
export { findRecovery, type ProblemCode, type Recovery, recoveries } from './errors/recoveries.ts'
export { normalizeOtp } from './otp/normalizeOtp.ts'
export { OtpDelivery } from './otp/OtpDelivery.ts'
export { OtpStartRequest, OtpVerifyRequest, otpEndpoints } from './otp/otpEndpoints.ts'
export {
  type OtpLoginEvent,
  type OtpLoginState,
  otpLoginMachine,
  otpLoginStart,
} from './otp/otpLoginMachine.ts'
export {
  RedirectStartAnswer,
  RedirectStartRequest,
  redirectCallback,
  redirectEndpoints,
} from './redirect/redirectEndpoints.ts'
export {
  type RedirectLoginEvent,
  type RedirectLoginState,
  redirectLoginMachine,
  redirectLoginStart,
} from './redirect/redirectLoginMachine.ts'
export { Method, Session } from './session/Session.ts'
export { SessionAnswer, SignedInAnswer, sessionEndpoints } from './session/sessionEndpoints.ts'
export { Challenge, SiweFields } from './siwe/Challenge.ts'
export { createSiweMessage } from './siwe/createSiweMessage.ts'
export { inspectSiweMessage } from './siwe/inspectSiweMessage.ts'
export { lintSiweMessage } from './siwe/lintSiweMessage.ts'
export { parseSiweMessage } from './siwe/parseSiweMessage.ts'
export type { SiweMessage } from './siwe/SiweMessage.ts'
export { SiweChallengeRequest, SiweVerifyRequest, siweEndpoints } from './siwe/siweEndpoints.ts'
export {
  type SiweLoginEvent,
  type SiweLoginState,
  siweLoginMachine,
  siweLoginStart,
} from './siwe/siweLoginMachine.ts'
export { upstreamPassage } from './upstream/upstreamPassage.ts'
