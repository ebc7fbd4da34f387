export { offblocks } from './offblocks.ts'
