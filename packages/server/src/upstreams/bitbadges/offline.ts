export type {
  AssetConditionGroup,
  AssetRequirement,
  Balance,
  BalancesSnapshot,
  ChallengeParams,
  VerifyChallengeOptions,
} from './ChallengeParams.ts'
export type { SignatureVerifier, SignatureVerifiers, SignedText } from './chains/verifySigned.ts'
export { formatBlockin } from './formatBlockin.ts'
export { parseBlockin } from './parseBlockin.ts'
export { verifyOffline } from './verifyOffline.ts'
