export { upstreamPassage } from './upstreamPassage.ts'
