export { gnosisPay } from './gnosisPay.ts'
