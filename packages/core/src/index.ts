/*
 * Each room has a door of its own, which nothing of ours uses. esbuild takes what a used door names, and any
 * part uses that is loaded later, for a piece of the first load: 5 kB of gzip, if all stood here.
 */

export {
  type AccountId,
  type ChainId,
  createAccountId,
  createChainId,
  parseAccountId,
  parseChainId,
  parseSignInHeader,
  type SignInHeader,
} from './caip/index.ts'
export { type AuthClient, createAuthClient } from './client/createAuthClient.ts'
export {
  contract,
  type Endpoint,
  findIssue,
  type Passage,
  type StandardSchemaV1,
} from './contract/index.ts'
export {
  AuthError,
  findRecovery,
  type ProblemCode,
  ProblemDetails,
  type Recovery,
  recoveries,
} from './errors/index.ts'
export {
  normalizeOtp,
  OtpDelivery,
  type OtpLoginEvent,
  type OtpLoginState,
  OtpStartRequest,
  OtpVerifyRequest,
  otpEndpoints,
  otpLoginMachine,
  otpLoginStart,
} from './otp/index.ts'
export {
  type RedirectLoginEvent,
  type RedirectLoginState,
  RedirectStartAnswer,
  RedirectStartRequest,
  redirectCallback,
  redirectEndpoints,
  redirectLoginMachine,
  redirectLoginStart,
} from './redirect/index.ts'
export {
  Method,
  Session,
  SessionAnswer,
  SignedInAnswer,
  sessionEndpoints,
} from './session/index.ts'
export {
  Challenge,
  createSiweMessage,
  inspectSiweMessage,
  lintSiweMessage,
  parseSiweMessage,
  SiweChallengeRequest,
  SiweFields,
  type SiweLoginEvent,
  type SiweLoginState,
  type SiweMessage,
  SiweVerifyRequest,
  siweEndpoints,
  siweLoginMachine,
  siweLoginStart,
} from './siwe/index.ts'
export { upstreamPassage } from './upstream/index.ts'
