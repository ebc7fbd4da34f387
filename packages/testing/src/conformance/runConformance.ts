import type { Check, Stage } from './Check.ts'
import type { ConformanceOptions } from './ConformanceOptions.ts'
import { checks } from './checks/index.ts'
import { createStage } from './createStage.ts'
import { LeftOut } from './LeftOut.ts'

/**
 * Runs the contract's checks over HTTP against a running route, in whatever language it is written. It
 * signs in with a real wallet and behaves badly: run it against a test system, not against your users'.
 *
 * @param url - where the route is mounted, such as `http://localhost:3000/api/auth`.
 * @param options.origin - of the page that calls it. Default: that of `url`.
 * @param options.account - one that can sign in. Default: a new random one.
 * @param options.chainId - a chain that the route accepts. Default: the first one of the challenge, otherwise 1.
 * @param options.knownEmail - an address that has an account. Without it the checks that compare known and
 *   unknown addresses are left out.
 * @param options.readCode - reads the latest code that was sent to an address. Without it the checks of
 *   right codes are left out.
 * @param options.only - names of checks. Default: all.
 * @throws Error when the route cannot be reached, is not there, or a check of `options.only` is unknown.
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
    /** `skip`: left out, for the reason in `seen`. It says nothing about the route. */
    verdict: 'pass' | 'fail' | 'skip'
    /** What was seen that should not be, or why the check was left out. */
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
  const reason = check.leftOut?.(stage)
  if (reason !== undefined) return { verdict: 'skip', seen: reason }
  try {
    const seen = await check.run(stage)
    return { verdict: seen === undefined ? 'pass' : 'fail', seen }
  } catch (error) {
    return { verdict: error instanceof LeftOut ? 'skip' : 'fail', seen: describeError(error) }
  }
}

/** `fetch` says only that it failed. The reason is in its cause. */
function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause === undefined
    ? error.message
    : `${error.message}: ${describeError(error.cause)}`
}
