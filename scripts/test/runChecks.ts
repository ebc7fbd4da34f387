import type { Check, Time } from './Check.ts'
import { runCheck } from './runCheck.ts'

/** The result of a run over all checks. */
export interface Summary {
  passed: number
  failed: number
  times: Time[]
}

/**
 * Runs checks in two groups: the heavy ones one after the other, and the light ones at the same time. A failing
 * check prints its output, and the run goes on. With `isPatient`, a failing check runs a second time before it
 * counts as failed: installing and starting can fail for reasons outside of this repository.
 */
export async function runChecks(
  checks: readonly Check[],
  { root, command, isPatient }: { root: string; command: string; isPatient: boolean },
): Promise<Summary> {
  const summary: Summary = { passed: 0, failed: 0, times: [] }
  const row = async (row: readonly Check[]) => {
    for (const check of row) {
      let result = await runCheck(check, root)
      if (isPatient && result.counts.failed > 0) {
        const { output, counts } = result
        console.log(`${output}\nFAILED ${check.name}, which runs once more`)
        for (const name of counts.failures ?? []) console.log(`       failed ${name}`)
        result = await runCheck(check, root)
      }
      const { counts, seconds, output } = result
      const { passed, failed, skips, failures = [], unstable = [], times = [] } = counts
      summary.passed += passed
      summary.failed += failed
      summary.times.push(...times)
      if (failed > 0) console.log(output)
      for (const reason of skips) console.log(`       skips ${reason}`)
      const verdict = failed > 0 ? 'FAILED' : 'ok    '
      const duration = `${seconds.toFixed(1)} s`
      console.log(`${verdict} ${check.name}: ${passed} passed, ${failed} failed (${duration})`)
      for (const name of failures) console.log(`       failed ${name}`)
      for (const name of unstable) console.log(`       passed only when it ran again: ${name}`)
      if (failed > 0) console.log(`       Run it alone: ${command} -- "${check.name}"`)
    }
  }
  await Promise.all([
    row(checks.filter(({ isLight }) => !isLight)),
    row(checks.filter(({ isLight }) => isLight)),
  ])
  return summary
}

/** Describes the slowest test files and journeys, to look at when a run takes too long. */
export function describeSlowest(times: readonly Time[], count: number): string {
  const slowest = times.toSorted((one, other) => other.seconds - one.seconds).slice(0, count)
  return slowest
    .map(({ name, seconds }) => `${seconds.toFixed(1).padStart(7)} s  ${name}`)
    .join('\n')
}
