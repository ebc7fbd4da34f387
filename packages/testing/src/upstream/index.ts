export { checkUpstream, type UpstreamCheck, type UpstreamUnderTest } from './checkUpstream.ts'
