export { Challenge, SiweFields } from './Challenge.ts'
export { createSiweMessage } from './createSiweMessage.ts'
export { inspectSiweMessage } from './inspectSiweMessage.ts'
export { lintSiweMessage } from './lintSiweMessage.ts'
export { parseSiweMessage } from './parseSiweMessage.ts'
export type { SiweMessage } from './SiweMessage.ts'
export { SiweChallengeRequest, SiweVerifyRequest, siweEndpoints } from './siweEndpoints.ts'
export {
  type SiweLoginEvent,
  type SiweLoginState,
  siweLoginMachine,
  siweLoginStart,
} from './siweLoginMachine.ts'
