import { consumeOneByOne } from '../store/consumeOneByOne.ts'
import { guard } from '../store/guard.ts'
import type { Count, Counter, CounterCharge, Store } from '../store/Store.ts'
import { defaultLimits, type LimitName, type LimitSetting } from './defaultLimits.ts'

/** Creates the counters of all limits in one store. If the store is down, requests get a 503. */
export function createLimits(
  store: Store,
  overrides: Partial<Record<LimitName, LimitSetting>>,
): Limits {
  const counters = new Map<LimitName, { counter: Counter; setting: LimitSetting }>()
  for (const name of Object.keys(defaultLimits) as LimitName[]) {
    const setting = overrides[name] ?? defaultLimits[name]
    assertIsSetting(name, setting)
    counters.set(name, { counter: store.createCounter({ name, ...setting }), setting })
  }
  function find(name: LimitName) {
    const found = counters.get(name)
    if (found === undefined) throw new Error(`There is no limit called ${name}.`)
    return found
  }

  return {
    setting: (name) => find(name).setting,
    consumeAll: (charges) =>
      guard(
        async () =>
          store.consumeAll?.(charges) ?? consumeOneByOne(charges, ({ name }) => find(name).counter),
      ),
    consume: (name, key, options) => guard(() => find(name).counter.consume(key, options)),
    refund: (name, key) => guard(() => find(name).counter.refund(key)),
    reset: (name, key) => guard(() => find(name).counter.reset(key)),
    peek: (name, key) => guard(() => find(name).counter.peek(key)),
  }
}

/** Checks a setting. Without this, a limit that is not a number would let through everything or nothing. */
function assertIsSetting(name: string, { points, durationSeconds }: LimitSetting): void {
  if (!(Number.isInteger(points) && points >= 0))
    throw new Error(`limits["${name}"].points must be a whole number, 0 or more.`)
  if (!(Number.isInteger(durationSeconds) && durationSeconds > 0))
    throw new Error(`limits["${name}"].durationSeconds must be a whole number, 1 or more.`)
}

export interface Limits {
  setting(name: LimitName): LimitSetting
  /** Adds a point to each counter, or to none if one has no points left. Each charge has a different key. */
  consumeAll(
    charges: readonly (CounterCharge & { readonly name: LimitName })[],
  ): Promise<readonly Count[]>
  consume(name: LimitName, key: string, options?: { durationSeconds?: number }): Promise<Count>
  refund(name: LimitName, key: string): Promise<void>
  reset(name: LimitName, key: string): Promise<void>
  peek(name: LimitName, key: string): Promise<Count>
}
