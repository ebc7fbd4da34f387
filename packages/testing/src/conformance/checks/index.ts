import type { Check } from '../Check.ts'
import { answerChecks } from './answerChecks.ts'
import { challengeChecks } from './challengeChecks.ts'
import { guardChecks } from './guardChecks.ts'
import { identityChecks } from './identityChecks.ts'
import { limitChecks } from './limitChecks.ts'
import { otpChecks } from './otpChecks.ts'
import { redirectChecks } from './redirectChecks.ts'
import { sessionChecks } from './sessionChecks.ts'
import { sessionListChecks } from './sessionListChecks.ts'

/**
 * All checks, in the order in which they run. The checks of all answers come after the others, and the last
 * checks use up limits.
 */
export const checks: readonly Check[] = [
  ...challengeChecks,
  ...sessionChecks,
  ...sessionListChecks,
  ...guardChecks,
  ...redirectChecks,
  ...otpChecks,
  ...identityChecks,
  ...answerChecks,
  ...limitChecks,
]
