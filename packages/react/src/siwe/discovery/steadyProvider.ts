import { attempt } from './attempt.ts'

/** The part of an EIP-1193 provider that wagmi needs. */
export interface Provider {
  request: (call: { method: string; params?: unknown }) => Promise<unknown>
  on: (event: string, listener: (value: never) => void) => unknown
  removeListener: (event: string, listener: (value: never) => void) => unknown
}

/**
 * Completes a provider that lacks members. wagmi calls `on` and `removeListener` without checking, and adds
 * missing members to the wallet's object, which throws if that is frozen.
 *
 * @returns the same object if nothing is missing; `undefined` if it cannot be called.
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

/** One for each provider, because wagmi recognizes a provider by identity. */
const steadied = new WeakMap<object, Provider>()

/** Whether a provider has everything that wagmi calls. */
export function isSteady(value: unknown): value is Provider {
  return ['request', 'on', 'removeListener'].every(
    (name) => typeof readMember(value, name) === 'function',
  )
}

/** Reads a member of any value; `undefined` if there is none or reading it throws. */
export function readMember(owner: unknown, key: string): unknown {
  return attempt(() => (owner as Record<string, unknown> | null | undefined)?.[key])
}
