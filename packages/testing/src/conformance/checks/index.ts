import type { Check } from '../Check.ts'
import { answerChecks } from './answerChecks.ts'
import { challengeChecks } from './challengeChecks.ts'
import { guardChecks } from './guardChecks.ts'
import { limitChecks } from './limitChecks.ts'
import { otpChecks } from './otpChecks.ts'
import { sessionChecks } from './sessionChecks.ts'

/** In the order in which they run: those that use up limits come last, those that look back before them. */
export const checks: readonly Check[] = [
  ...challengeChecks,
  ...sessionChecks,
  ...guardChecks,
  ...otpChecks,
  ...answerChecks,
  ...limitChecks,
]
