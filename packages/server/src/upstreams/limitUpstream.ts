import { problem } from '../problem.ts'
import { TimedOut, within } from '../within.ts'
import type { Upstream } from './Upstream.ts'

/**
 * Gives every function of an upstream a time limit. The Kit's adapters have shorter ones, but an app's adapter may
 * have none. Otherwise a function that never settles would keep its request open forever, and with it all requests
 * that share its result.
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
  const whole = limit(upstream, ['isKeyAccepted', 'renew', 'confirm', 'signOut'])
  return Object.defineProperties(whole, Object.getOwnPropertyDescriptors(parts))
}

/** Returns an object that inherits from `part`, and whose functions of these names have a time limit. */
function limit<part extends object>(part: part, names: readonly (keyof part & string)[]): part {
  const limited: object = Object.create(part)
  const add = (name: string, get: () => unknown) =>
    Object.defineProperty(limited, name, { get, configurable: true })
  // If `part` is an instance of a class, its members may use private fields, which an inheriting object lacks.
  for (const name of findClassMembers(part))
    add(name, () => {
      const value: unknown = Reflect.get(part, name)
      return typeof value === 'function' ? value.bind(part) : value
    })
  for (const name of names) {
    const call = part[name]
    if (typeof call === 'function') {
      const settling = (...values: unknown[]) =>
        settle(name, async (): Promise<unknown> => Reflect.apply(call, part, values))
      add(name, () => settling)
    }
  }
  return limited as part
}

function findClassMembers(part: object): Set<string> {
  const names = new Set<string>()
  let owner: object | null = Object.getPrototypeOf(part)
  while (owner !== null && owner !== Object.prototype) {
    for (const name of Object.getOwnPropertyNames(owner)) names.add(name)
    owner = Object.getPrototypeOf(owner)
  }
  return names
}

function settle(name: string, call: () => Promise<unknown>): Promise<unknown> {
  return within(timeoutMs, call, () => {
    const cause = new TimedOut(`The upstream's \`${name}\` did not settle in time.`)
    return problem('upstream_timeout', { cause })
  })
}

/** Longer than the Kit's adapters take, which may call their service several times. */
const timeoutMs = 30_000
