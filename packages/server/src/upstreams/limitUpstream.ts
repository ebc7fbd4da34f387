import { problem } from '../problem.ts'
import { TimedOut, within } from '../within.ts'
import type { Upstream } from './Upstream.ts'

/**
 * Gives every function of an upstream a time limit. The Kit's adapters have shorter ones, but an app's adapter may have
 * none. A function that never settles would keep its request open forever, and all requests that share its result.
 */
export function limitUpstream(upstream: Upstream): Upstream {
  const { siwe, otp, redirect, identities } = upstream
  const parts = {
    ...(siwe && { siwe: limit(siwe, ['createChallenge', 'verify']) }),
    ...(otp && { otp: limit(otp, ['start', 'verify']) }),
    ...(redirect && { redirect: limit(redirect, ['start', 'finish']) }),
    ...(identities && {
      identities: limit(identities, [
        'read',
        'startEmail',
        'proveEmail',
        'linkEmail',
        'linkWallet',
        'remove',
        'delete',
      ]),
    }),
  }
  return Object.assign(limit(upstream, ['isKeyAccepted', 'renew', 'confirm', 'signOut']), parts)
}

/** Returns an object that inherits from `part`, because `part` may be an instance of a class. */
function limit<part extends object>(part: part, names: readonly (keyof part & string)[]): part {
  const limited: Record<string, unknown> = {}
  for (const name of names) {
    const call = part[name]
    if (typeof call === 'function')
      limited[name] = (...values: unknown[]) =>
        settle(name, async (): Promise<unknown> => Reflect.apply(call, part, values))
  }
  return Object.assign(Object.create(part), limited)
}

function settle(name: string, call: () => Promise<unknown>): Promise<unknown> {
  return within(timeoutMs, call, () => {
    const cause = new TimedOut(`The upstream's \`${name}\` did not settle in time.`)
    return problem('upstream_timeout', { cause })
  })
}

/** Longer than the Kit's adapters take, which may call their service several times. */
const timeoutMs = 30_000
