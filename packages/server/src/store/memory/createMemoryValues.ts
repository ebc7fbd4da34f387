import type { Store } from '../Store.ts'
import { createExpiringMap } from './createExpiringMap.ts'

/** Creates the operations of an in-memory store for values, marks and sets, that is, all except counters. */
export function createMemoryValues({
  now,
  maxKeys,
}: {
  now: () => number
  maxKeys: number
}): Omit<Store, 'createCounter' | 'ping'> {
  const values = createExpiringMap<string>({ now, maxEntries: maxKeys })
  /** The members of each set, and when they expire. */
  const sets = createExpiringMap<Map<string, number>>({ now, maxEntries: maxKeys })
  const endOf = (ttlSeconds: number) => now() + ttlSeconds * 1000

  /** Returns the members that have not expired. Expired ones are removed at the next change of the set. */
  function readMembers(set: string): Map<string, number> {
    const members = [...(sets.get(set) ?? [])]
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
    if (values.get(key) !== expected) return false
    values.set(key, value, endOf(ttlSeconds))
    return true
  }

  return {
    claim: async (key, ttlSeconds) => compareAndSet(key, undefined, '1', ttlSeconds),
    has: async (key) => values.get(key) !== undefined,
    get: async (key) => values.get(key),
    set: async (key, value, ttlSeconds) => values.set(key, value, endOf(ttlSeconds)),
    compareAndSet: async (...change) => compareAndSet(...change),
    async take(key) {
      const value = values.get(key)
      values.delete(key)
      return value
    },
    delete: async (key) => values.delete(key),
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
