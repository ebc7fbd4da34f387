export { createGnosisPay as createStandIn } from './createGnosisPay.ts'
