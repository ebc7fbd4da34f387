import { maxClockErrorSeconds } from '../findMarkTtl.ts'
import type { Store } from '../Store.ts'
import { createExpiringMap, type ExpiringMap } from './createExpiringMap.ts'

/**
 * Creates the operations of an in-memory store for values, marks and sets, that is, all except counters.
 *
 * Each kind of key has a separate map, so that keys that strangers create, such as codes for unknown addresses, never
 * take space from sessions. Nothing is removed before it expires, except for marks of nonces. Strangers can create
 * them, and they last three hours longer than the nonce, in case a clock is set back. When their map is full, marks
 * of expired nonces are removed to make room.
 */
export function createMemoryValues({
  now,
  maxKeys,
}: {
  now: () => number
  maxKeys: number
}): Omit<Store, 'createCounter' | 'ping'> {
  const kinds = new Map<string, ExpiringMap<string>>()
  function findKind(key: string): ExpiringMap<string> {
    const kind = key.slice(0, key.indexOf(':') + 1)
    const found = kinds.get(kind)
    if (found !== undefined) return found
    const spareMs = kind === 'nonce:' ? maxClockErrorSeconds * 1000 : 0
    const values = createExpiringMap<string>({ now, maxEntries: maxKeys, spareMs })
    kinds.set(kind, values)
    return values
  }
  /** The members of each set, and when they expire. */
  const sets = createExpiringMap<Map<string, number>>({ now, maxEntries: maxKeys })
  const endOf = (ttlSeconds: number) => now() + ttlSeconds * 1000

  const get = (key: string) => findKind(key).find(key)?.value

  /** Returns the members that have not expired. Expired ones are removed at the next change of the set. */
  function readMembers(set: string): Map<string, number> {
    const members = [...(sets.find(set)?.value ?? [])]
    return new Map(members.filter(([, endsAt]) => now() < endsAt))
  }

  function writeMembers(set: string, members: Map<string, number>): void {
    if (members.size === 0) sets.delete(set)
    else sets.set(set, members, Math.max(...members.values()))
  }

  function compareAndSet(
    key: string,
    expected: string | undefined,
    value: string,
    ttlSeconds: number,
  ): boolean {
    const values = findKind(key)
    if (values.find(key)?.value !== expected) return false
    values.set(key, value, endOf(ttlSeconds))
    return true
  }

  return {
    claim: async (key, ttlSeconds) => compareAndSet(key, undefined, '1', ttlSeconds),
    has: async (key) => get(key) !== undefined,
    get: async (key) => get(key),
    async set(key, value, ttlSeconds) {
      findKind(key).set(key, value, endOf(ttlSeconds))
    },
    compareAndSet: async (...change) => compareAndSet(...change),
    async take(key) {
      const value = get(key)
      findKind(key).delete(key)
      return value
    },
    delete: async (key) => findKind(key).delete(key),
    async addMember(set, member, ttlSeconds) {
      writeMembers(set, readMembers(set).set(member, endOf(ttlSeconds)))
    },
    async removeMember(set, member) {
      const members = readMembers(set)
      members.delete(member)
      writeMembers(set, members)
    },
    members: async (set) => [...readMembers(set).keys()],
  }
}
