import { checkCaching, checkClock, checkCookies, checkOrigins } from './checkAnswers.ts'
import { checkClientAddress } from './checkClientAddress.ts'
import { checkEnvironment } from './checkEnvironment.ts'
import { checkHealth } from './checkHealth.ts'
import { checkRoute } from './checkRoute.ts'
import { createProbe } from './createProbe.ts'
import type { Finding } from './Finding.ts'

/**
 * Asks a running app from outside whether it is set up right, and looks at the variables that configure it.
 * Signs nobody in, sends no email, and stays within the limits of a visitor.
 *
 * @param url - where the route is mounted, such as `https://app.example.com/api/auth`.
 * @returns one finding for each check, in the order in which to mend them.
 * @example
 * const findings = await diagnose('https://app.example.com/api/auth')
 * findings.filter(({ verdict }) => verdict === 'fail')
 */
export async function diagnose(url: string, options: diagnose.Options = {}): Promise<Finding[]> {
  const { timeoutMs = 10_000, variables = {} } = options
  const mounted = url.replace(/\/$/, '')
  const origin = options.origin ?? new URL(mounted).origin
  const probe = createProbe(mounted, origin, timeoutMs)
  const environment = await checkEnvironment(variables, { probed: origin, timeoutMs })
  const { findings, answer } = await checkRoute(probe)
  const health = await checkHealth(options.health, timeoutMs)
  if (answer === undefined) return [...findings, ...health, ...environment]

  const given = answer.json?.['methods']
  const methods: readonly string[] = Array.isArray(given) ? given : []
  const { finding, started } = await checkOrigins(probe, methods)
  return [
    ...findings,
    finding,
    await checkCookies(probe, started),
    checkCaching(answer),
    checkClock(answer, started),
    ...(options.probesAddress === true ? [await checkClientAddress(probe, { methods })] : []),
    ...health,
    ...environment,
  ]
}

export declare namespace diagnose {
  type Options = {
    /** The origin of the page that users open. @default that of `url` */
    origin?: string | undefined
    /** Where the app answers with what `auth.health()` gives, as JSON. @default none: not asked */
    health?: string | undefined
    /** Uses a limit up, to see whether an invented address lifts it. @default false */
    probesAddress?: boolean | undefined
    /** What the app is configured by. @default none */
    variables?: Readonly<Record<string, string | undefined>> | undefined
    /** Until a call is given up, in ms. @default 10000 */
    timeoutMs?: number | undefined
  }
}
