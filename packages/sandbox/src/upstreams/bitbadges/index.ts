export { createBitBadges as createStandIn } from './createBitBadges.ts'
