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

/** In the order in which they run. Checks of all answers look back; the last ones use up limits. */
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
