import type { Count, Counter, CounterCharge } from './Store.ts'
import { toCount } from './toCount.ts'

/**
 * Does the same as `consumeAll` with a store that can change only one key per operation: if one counter refuses,
 * the points of the others are given back. Counters that never refuse come last, so that a refused request does not
 * change the counts that clients share.
 */
export async function consumeOneByOne<charge extends CounterCharge>(
  charges: readonly charge[],
  findCounter: (charge: charge) => Counter,
): Promise<readonly Count[]> {
  const counts = new Map<charge, Count>()
  const list = () => charges.flatMap((charge) => counts.get(charge) ?? [])
  const isRefused = () => list().some(({ isAllowed }) => !isAllowed)

  async function consume(chosen: readonly charge[]): Promise<void> {
    await Promise.all(
      chosen.map(async (charge) => {
        const { key, points, durationSeconds } = charge
        const count = await findCounter(charge).consume(key, { durationSeconds })
        counts.set(charge, toCount(count, points))
      }),
    )
  }

  const added = charges.filter(({ isOnlyChecked }) => isOnlyChecked !== true)
  const limited = added.filter(({ points }) => points !== Infinity)
  // Reading the counts first costs a round trip, but a request that is refused here changes none of them.
  if (charges.length > 1 || added.length === 0) {
    await Promise.all(
      charges.map(async (charge) => {
        const count = await findCounter(charge).peek(charge.key)
        counts.set(charge, toCount(count, charge.points, 1))
      }),
    )
    if (isRefused()) return list()
  }
  await consume(limited)
  if (isRefused()) {
    await Promise.all(limited.map((charge) => findCounter(charge).refund(charge.key)))
    return list()
  }
  await consume(added.filter((charge) => !limited.includes(charge)))
  return list()
}
