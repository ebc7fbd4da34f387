export type {
  AdmitOptions,
  AskOptions,
  BitBadgesOptions,
  TokenOptions,
} from './BitBadgesOptions.ts'
export type {
  BitBadgesSignIn,
  BitBadgesTokens,
  OtherSignIn,
  OtherSignInName,
  OtherSignIns,
  SecretsPresentation,
} from './BitBadgesSignIn.ts'
export { type BitBadges, bitbadges } from './bitbadges.ts'
export type { ExchangeRequest } from './Dialect.ts'
export type { ListedRequest, ListedRequests } from './listRequests.ts'
export {
  type AssetConditionGroup,
  type AssetRequirement,
  type Balance,
  type BalancesSnapshot,
  type ChallengeParams,
  formatBlockin,
  parseBlockin,
  type SignatureVerifier,
  type SignatureVerifiers,
  type SignedText,
  type VerifyChallengeOptions,
  verifyOffline,
} from './offline.ts'
export type { SignedRequest } from './verifyOnline.ts'
