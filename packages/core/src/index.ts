export { type AccountId, createAccountId, parseAccountId } from './caip/accountId.ts'
export { type ChainId, createChainId, parseChainId } from './caip/chainId.ts'
export { parseSignInHeader, type SignInHeader } from './caip/parseSignInHeader.ts'
export { type AuthClient, createAuthClient } from './client/createAuthClient.ts'
export { contract } from './contract/contract.ts'
export { AuthError } from './errors/AuthError.ts'
export { ProblemDetails } from './errors/ProblemDetails.ts'
export type { ProblemCode, Recovery } from './errors/problems.ts'
export { findRecovery, recoveries } from './errors/recoveries.ts'
export {
  AccountAnswer,
  accountEndpoints,
  IdentitiesAnswer,
  Identity,
  identityEndpoints,
  RemoveIdentityRequest,
} from './identities/identityEndpoints.ts'
export { normalizeOtp } from './otp/normalizeOtp.ts'
export { OtpDelivery } from './otp/OtpDelivery.ts'
export { type OtpLoginEvent, type OtpLoginState, otpLoginStart } from './otp/OtpLoginState.ts'
export { OtpStartRequest, OtpVerifyRequest, otpEndpoints } from './otp/otpEndpoints.ts'
export { otpLoginMachine } from './otp/otpLoginMachine.ts'
export { proxyEndpoint } from './proxy/proxyEndpoint.ts'
export {
  type RedirectLoginEvent,
  type RedirectLoginState,
  redirectLoginStart,
} from './redirect/RedirectLoginState.ts'
export {
  RedirectStartAnswer,
  RedirectStartRequest,
  redirectCallback,
  redirectEndpoints,
} from './redirect/redirectEndpoints.ts'
export { redirectLoginMachine } from './redirect/redirectLoginMachine.ts'
export type { Endpoint } from './schema/Endpoint.ts'
export { findIssue } from './schema/findIssue.ts'
export type { RawEndpoint } from './schema/RawEndpoint.ts'
export type { StandardSchemaV1 } from './schema/StandardSchema.ts'
export { Method, Session } from './session/Session.ts'
export {
  SessionAnswer,
  SessionEntry,
  SessionExtendRequest,
  SessionListAnswer,
  SignedInAnswer,
  sessionEndpoints,
} from './session/sessionEndpoints.ts'
export { Challenge, SiweFields } from './siwe/Challenge.ts'
export { createSiweMessage } from './siwe/createSiweMessage.ts'
export { inspectSiweMessage } from './siwe/inspectSiweMessage.ts'
export { lintSiweMessage } from './siwe/lintSiweMessage.ts'
export { parseSiweMessage } from './siwe/parseSiweMessage.ts'
export { type SiweLoginEvent, type SiweLoginState, siweLoginStart } from './siwe/SiweLoginState.ts'
export type { SiweMessage } from './siwe/SiweMessage.ts'
export { SiweChallengeRequest, SiweVerifyRequest, siweEndpoints } from './siwe/siweEndpoints.ts'
export { siweLoginMachine } from './siwe/siweLoginMachine.ts'
