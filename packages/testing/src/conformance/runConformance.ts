import type { Check, Stage } from './Check.ts'
import { CheckSkipped } from './CheckSkipped.ts'
import type { ConformanceOptions } from './ConformanceOptions.ts'
import { checks } from './checks/index.ts'
import { createStage } from './createStage.ts'

/**
 * Runs the contract's checks over HTTP against a running route, in whatever language it is written. It signs in
 * with a real wallet and sends hostile requests: run it against a test system, not in production.
 *
 * @param url - where the route is mounted, such as `http://localhost:3000/api/auth`.
 * @param options.origin - the origin of the page that calls it. Default: the origin of `url`.
 * @param options.account - an account that can sign in. Default: a new random account.
 * @param options.chainId - a chain that the route accepts. Default: the first one in the challenge, otherwise
 * 1.
 * @param options.knownEmail - an address that has an account. Without it the checks that compare known and
 * unknown addresses are skipped.
 * @param options.readCode - reads the latest code that was sent to an address. Without it the checks of correct codes
 * are skipped.
 * @param options.only - names of checks. Default: all.
 * @throws Error if the route cannot be reached or found, or if a check in `options.only` is unknown.
 * @example
 * const { results, isConformant } = await runConformance('http://localhost:3000/api/auth')
 */
export async function runConformance(
  url: string,
  options: runConformance.Options = {},
): Promise<runConformance.ReturnType> {
  const { only } = options
  const unknown = only?.find((wanted) => !checks.some(({ name }) => name === wanted))
  if (unknown !== undefined)
    throw new Error(
      `There is no check "${unknown}". There are: ${checks.map(({ name }) => name).join(', ')}.`,
    )
  const stage = await createStage(url.replace(/\/$/, ''), options)
  const results: runConformance.Result[] = []
  for (const check of checks) {
    if (only !== undefined && !only.includes(check.name)) continue
    const { name, says, fix } = check
    results.push({ name, says, fix, ...(await judge(check, stage)) })
  }
  return { results, isConformant: results.every(({ verdict }) => verdict !== 'fail') }
}

export declare namespace runConformance {
  type Options = ConformanceOptions
  type Result = {
    name: string
    /** What holds when it passes. */
    says: string
    /** What to do when it fails. */
    fix: string
    /** `skip`: the check did not run, for the reason in `seen`. This says nothing about the route. */
    verdict: 'pass' | 'fail' | 'skip'
    /** What was wrong, or why the check was skipped. */
    seen: string | undefined
  }
  type ReturnType = { results: readonly Result[]; isConformant: boolean }
}

async function judge(
  check: Check,
  stage: Stage,
): Promise<{ verdict: 'pass' | 'fail' | 'skip'; seen: string | undefined }> {
  const { needs } = check
  if (needs !== undefined && !stage.methods.includes(needs))
    return { verdict: 'skip', seen: `${needs} is not offered` }
  const reason = check.skipReason?.(stage)
  if (reason !== undefined) return { verdict: 'skip', seen: reason }
  try {
    const seen = await check.run(stage)
    return { verdict: seen === undefined ? 'pass' : 'fail', seen }
  } catch (error) {
    return { verdict: error instanceof CheckSkipped ? 'skip' : 'fail', seen: describeError(error) }
  }
}

/** The error of `fetch` says only that it failed. The reason is in its cause. */
function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause === undefined
    ? error.message
    : `${error.message}: ${describeError(error.cause)}`
}
