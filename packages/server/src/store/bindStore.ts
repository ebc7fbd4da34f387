import type { Keys } from '../keys/createKeys.ts'
import { knownBrowserPrefix } from './knownBrowserPrefix.ts'
import type { Counter, CounterCharge, Store } from './Store.ts'

/**
 * Binds a store to one deployment: hashes its keys, so that a dump does not reveal them and two deployments
 * that share a store do not see each other's entries. The kind of a key, the part before its colon, stays
 * readable.
 *
 * Keys are hashed without a secret, so they must be texts that nobody can guess, such as nonces and pseudonyms. An
 * address or an identifier is replaced with its pseudonym before it becomes a key.
 */
export function bindStore(store: Store, keys: Keys): Store {
  async function hide(key: string): Promise<string> {
    const colon = key.indexOf(':')
    return `${key.slice(0, colon + 1)}${await keys.fingerprint(key.slice(colon + 1))}`
  }
  /** Hides a counter's key, except for the prefixes that `Counter` defines. */
  async function hideCounted(key: string): Promise<string> {
    const [kind = ''] = knownBrowserPrefix.exec(key) ?? []
    return kind + (await keys.fingerprint(key.slice(kind.length)))
  }
  const bindCounter = (counter: Counter): Counter => ({
    consume: async (key, options) => counter.consume(await hideCounted(key), options),
    refund: async (key) => counter.refund(await hideCounted(key)),
    reset: async (key) => counter.reset(await hideCounted(key)),
    peek: async (key) => counter.peek(await hideCounted(key)),
  })
  const { consumeAll } = store
  return {
    ...store,
    ...(consumeAll !== undefined && {
      consumeAll: async (charges: readonly CounterCharge[]) =>
        consumeAll.call(
          store,
          await Promise.all(
            charges.map(async (charge) => ({ ...charge, key: await hideCounted(charge.key) })),
          ),
        ),
    }),
    claim: async (key, ...rest) => store.claim(await hide(key), ...rest),
    has: async (key) => store.has(await hide(key)),
    get: async (key) => store.get(await hide(key)),
    set: async (key, ...rest) => store.set(await hide(key), ...rest),
    compareAndSet: async (key, ...rest) => store.compareAndSet(await hide(key), ...rest),
    take: async (key) => store.take(await hide(key)),
    delete: async (key) => store.delete(await hide(key)),
    addMember: async (set, ...rest) => store.addMember(await hide(set), ...rest),
    removeMember: async (set, ...rest) => store.removeMember(await hide(set), ...rest),
    members: async (set) => store.members(await hide(set)),
    createCounter: (limit) => bindCounter(store.createCounter(limit)),
  }
}
