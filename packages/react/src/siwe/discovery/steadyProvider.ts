import { attempt } from './attempt.ts'

/** The part of an EIP-1193 provider that wagmi uses. */
export interface Provider {
  request: (call: { method: string; params?: unknown }) => Promise<unknown>
  on: (event: string, listener: (value: never) => void) => unknown
  removeListener: (event: string, listener: (value: never) => void) => unknown
}

/**
 * Completes a provider that lacks members. wagmi calls `on` and `removeListener` without checking that they
 * exist, and adds members to the wallet's object, which throws if the object is frozen.
 *
 * @returns the same object if nothing is missing, a completed one, or `undefined` if the provider cannot be
 * called.
 * @see {@link https://eips.ethereum.org/EIPS/eip-1193}
 */
export function steadyProvider(value: unknown): Provider | undefined {
  if (isSteady(value)) return value
  if (typeof readMember(value, 'request') !== 'function') return undefined
  const known = steadied.get(value as object)
  if (known !== undefined) return known
  const call = (name: string, ...parameters: unknown[]) =>
    attempt(() => {
      const method = readMember(value, name)
      return typeof method === 'function' ? Reflect.apply(method, value, parameters) : undefined
    })
  const provider: Provider = {
    request: (parameters) => (value as Provider).request(parameters),
    on: (...parameters) => call('on', ...parameters),
    removeListener: (...parameters) => {
      const name =
        typeof readMember(value, 'removeListener') === 'function' ? 'removeListener' : 'off'
      return call(name, ...parameters)
    },
  }
  steadied.set(value as object, provider)
  return provider
}

/** The completed providers. Each provider has only one, because wagmi compares providers by identity. */
const steadied = new WeakMap<object, Provider>()

/**
 * Whether a provider has all members that wagmi calls, and its events work. A function is not accepted, because
 * wagmi would call it to get the provider.
 */
export function isSteady(value: unknown): value is Provider {
  if (typeof value !== 'object' || value === null) return false
  const isComplete = ['request', 'on', 'removeListener'].every(
    (name) => typeof readMember(value, name) === 'function',
  )
  return isComplete && isUsable(value as Provider)
}

/** Whether wagmi can connect a provider: its `on` must not throw, and it must be possible to await the provider. */
function isUsable(provider: Provider): boolean {
  const known = usable.get(provider)
  if (known !== undefined) return known
  const listener = () => {}
  const isWorking = attempt(() => {
    provider.on('connect', listener)
    provider.removeListener('connect', listener)
    return Reflect.get(provider, 'then') === undefined
  })
  usable.set(provider, isWorking ?? false)
  return isWorking ?? false
}

const usable = new WeakMap<object, boolean>()

/** Reads a member of any value. Returns `undefined` if it does not exist or reading it throws. */
export function readMember(owner: unknown, key: string): unknown {
  return attempt(() => (owner as Record<string, unknown> | null | undefined)?.[key])
}
