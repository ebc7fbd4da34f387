export { createWaltId as createStandIn } from './createWaltId.ts'
