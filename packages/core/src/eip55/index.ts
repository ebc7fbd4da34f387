export { hasChecksum } from './hasChecksum.ts'
export { normalizeAddress } from './normalizeAddress.ts'
