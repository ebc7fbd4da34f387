export { bakkt } from './bakkt.ts'
