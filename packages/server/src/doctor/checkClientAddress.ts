import { defaultLimits } from '../limits/defaultLimits.ts'
import type { Probe } from './createProbe.ts'
import type { Finding } from './Finding.ts'

/**
 * Whether a client can pretend to be many: the limit of challenges is used up, each time by another invented
 * `X-Forwarded-For`. Afterwards this client has to wait for a minute.
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
      says: 'Only the limit of wallets is looked at, and none are offered.',
    }
  for (let count = 0; count <= points; count += 1) {
    const headers = { 'x-forwarded-for': `203.0.113.${count % 250}` }
    const { status } = await probe.send('POST', '/siwe/challenge', { body: {}, headers })
    if (status === 429)
      return { name, verdict: 'ok', says: 'An invented X-Forwarded-For does not lift limits.' }
  }
  return {
    name,
    verdict: 'fail',
    says: `${points + 1} challenges in a row, each with an invented X-Forwarded-For: no limit stopped them.`,
    fix: 'Set `trustedProxyHops` to the number of proxies in front, no more, or `trustedProxies` to their networks.',
    page: 'production.md',
  }
}

export declare namespace checkClientAddress {
  type Options = {
    methods: readonly string[]
    /** The limit `siwe-challenge-per-client` of the app. @default 30 */
    points?: number | undefined
  }
}
