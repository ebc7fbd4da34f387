import type {
  AssetConditionGroup,
  AssetRequirement,
  Balance,
  UintRange,
} from './ChallengeParams.ts'

/** Returns a user's balances of a collection, or `undefined` if they are unknown. */
export type ReadBalances = (asset: AssetRequirement) => readonly Balance[] | undefined

/**
 * Whether balances meet the requirements. Without `numMatchesForVerification`, the user must own every id as
 * required; with it, that many ids of the whole group.
 */
export function meetsRequirements(
  group: AssetConditionGroup,
  read: ReadBalances,
  now: number,
): boolean {
  if ('$and' in group) return group.$and.every((child) => meetsRequirements(child, read, now))
  if ('$or' in group) return group.$or.some((child) => meetsRequirements(child, read, now))
  const matches = BigInt(group.options?.numMatchesForVerification ?? 0)
  const found = group.assets.map((asset) => findOwned(asset, read, now))
  if (matches > 0n) return found.reduce((sum, { owned }) => sum + countIds(owned), 0n) >= matches
  return found.every(({ isComplete }) => isComplete)
}

/** Returns the ids of one requirement that the user owns as required. */
export function findOwned(
  asset: AssetRequirement,
  read: ReadBalances,
  now: number,
): { owned: readonly Ids[]; isComplete: boolean } {
  const balances = read(asset)
  if (balances === undefined) return { owned: [], isComplete: false }
  const amounts = toRange(asset.mustOwnAmounts)
  const times =
    asset.ownershipTimes.length === 0
      ? [{ start: BigInt(now), end: BigInt(now) }]
      : asset.ownershipTimes.map(toRange)
  const pieces = asset.assetIds.flatMap((id) => {
    // A string identifies an asset on another chain, whose ownership is unknown here.
    if (typeof id === 'string') return [{ start: 0n, end: 0n, isOwned: false }]
    const ranges = balances.flatMap(({ badgeIds }) => badgeIds.map(toRange))
    return split(toRange(id), ranges).map((piece) => ({
      ...piece,
      isOwned: times.every((time) => isOwnedDuring(piece, time, balances, amounts)),
    }))
  })
  return {
    owned: pieces.filter(({ isOwned }) => isOwned),
    isComplete: pieces.every(({ isOwned }) => isOwned),
  }
}

export interface Ids {
  readonly start: bigint
  readonly end: bigint
}

function isOwnedDuring(ids: Ids, time: Ids, balances: readonly Balance[], amounts: Ids): boolean {
  const relevant = balances
    .filter(({ badgeIds }) => badgeIds.some((range) => covers(toRange(range), ids)))
    .map(({ amount, ownershipTimes }) => ({
      amount: BigInt(amount),
      times: ownershipTimes.map(toRange),
    }))
  const bounds = relevant.flatMap(({ times }) => times)
  return split(time, bounds).every((piece) => {
    const owned = relevant
      .filter(({ times }) => times.some((range) => covers(range, piece)))
      .reduce((sum, { amount }) => sum + amount, 0n)
    return owned >= amounts.start && owned <= amounts.end
  })
}

/**
 * Splits a range at the bounds of other ranges, so that each piece lies completely inside or outside of each of
 * them.
 */
function split(range: Ids, others: readonly Ids[]): Ids[] {
  const cuts = others
    .flatMap(({ start, end }) => [start, end + 1n])
    .filter((cut) => cut > range.start && cut <= range.end)
  const starts = [...new Set([range.start, ...cuts])].toSorted((one, two) => (one < two ? -1 : 1))
  return starts.map((start, index) => ({ start, end: (starts[index + 1] ?? range.end + 1n) - 1n }))
}

function covers(outer: Ids, inner: Ids): boolean {
  return outer.start <= inner.start && outer.end >= inner.end
}

export function countIds(ids: readonly Ids[]): bigint {
  return ids.reduce((sum, { start, end }) => sum + end - start + 1n, 0n)
}

function toRange({ start, end }: UintRange): Ids {
  return { start: BigInt(start), end: BigInt(end) }
}
