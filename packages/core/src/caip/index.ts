export { type AccountId, createAccountId, parseAccountId } from './accountId.ts'
export { type ChainId, createChainId, parseChainId } from './chainId.ts'
export { parseSignInHeader, type SignInHeader } from './parseSignInHeader.ts'
