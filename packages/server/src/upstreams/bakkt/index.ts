export { bakkt, changeUserRule } from './bakkt.ts'
