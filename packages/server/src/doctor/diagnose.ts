import { checkCaching, checkClock, checkCookies, checkOrigins, checkStart } from './checkAnswers.ts'
import { checkClientAddress } from './checkClientAddress.ts'
import { checkEnvironment } from './checkEnvironment.ts'
import { checkHealth } from './checkHealth.ts'
import { checkRoute } from './checkRoute.ts'
import { createProbe } from './createProbe.ts'
import type { Finding } from './Finding.ts'

/**
 * Checks from outside whether a running app is set up right, and checks the variables that configure it.
 * Signs nobody in, sends no email, and stays within the limits of a visitor.
 *
 * @param url - where the route is mounted, such as `https://app.example.com/api/auth`.
 * @returns one finding for each check, in the order in which to fix them.
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
    ...checkStart(started),
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
    /** Where the app answers with the result of `auth.health()`, as JSON. @default not checked */
    health?: string | undefined
    /** Uses up a limit to see whether a false address evades it. @default false */
    probesAddress?: boolean | undefined
    /** The app's environment variables. @default none */
    variables?: Readonly<Record<string, string | undefined>> | undefined
    /** The time limit for one call, in ms. @default 10000 */
    timeoutMs?: number | undefined
  }
}
