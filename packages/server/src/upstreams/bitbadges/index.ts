export type { BitBadgesTokens } from './BitBadgesOptions.ts'
export { type BitBadges, bitbadges } from './bitbadges.ts'
export { verifyOffline } from './verifyOffline.ts'
