export { createOffBlocks as createStandIn } from './createOffBlocks.ts'
