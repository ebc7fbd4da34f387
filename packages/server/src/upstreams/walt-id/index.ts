export { waltId } from './waltId.ts'
