export { createBakkt as createStandIn } from './createBakkt.ts'
