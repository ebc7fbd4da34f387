import { defaultLimits } from '../limits/defaultLimits.ts'
import type { Probe } from './createProbe.ts'
import type { Finding } from './Finding.ts'

/**
 * Checks that one client cannot pretend to be many: requests challenges up to the limit, each with a different
 * false `X-Forwarded-For`. Afterwards this client has to wait for a minute.
 */
export async function checkClientAddress(
  probe: Probe,
  {
    methods,
    points = defaultLimits['siwe-challenge-per-client'].points,
  }: checkClientAddress.Options,
): Promise<Finding> {
  const name = 'client address'
  if (!methods.includes('siwe'))
    return {
      name,
      verdict: 'skip',
      says: 'This check uses the limit for wallet sign-in, which the route does not offer.',
    }
  for (let count = 0; count <= points; count += 1) {
    const headers = { 'x-forwarded-for': `203.0.113.${count % 250}` }
    const { status } = await probe.send('POST', '/siwe/challenge', { body: {}, headers })
    if (status === 429)
      return { name, verdict: 'ok', says: 'A false X-Forwarded-For does not evade limits.' }
  }
  return {
    name,
    verdict: 'fail',
    says: `No limit stopped ${points + 1} challenges in a row, each with a different false X-Forwarded-For.`,
    fix: 'Set `trustedProxyHops` to exactly the number of proxies in front of the app, or `trustedProxies` to their networks.',
    page: 'production.md',
  }
}

export declare namespace checkClientAddress {
  type Options = {
    methods: readonly string[]
    /** The app's points for the limit `siwe-challenge-per-client`. @default 30 */
    points?: number | undefined
  }
}
