import type { AssetConditionGroup, ChallengeParams, NumberLike } from './ChallengeParams.ts'

/**
 * Returns the first member of `expected` that differs from the message, by strict equality. Whole numbers in
 * asset requirements are compared as numbers. A member that is present as `undefined` must be absent from the
 * message.
 */
export function findMismatch(
  expected: Partial<ChallengeParams>,
  actual: Readonly<Record<string, unknown>> | ChallengeParams,
): string | undefined {
  const found = new Map<string, unknown>(Object.entries(actual))
  return Object.entries(expected).find(
    ([name, value]) => toText(name, value) !== toText(name, found.get(name)),
  )?.[0]
}

function toText(name: string, value: unknown): string | undefined {
  if (name === 'assetOwnershipRequirements' && isGroup(value)) return JSON.stringify(toPlain(value))
  // BitBadges reads a message without a `Resources:` line as one with an empty list.
  if (name === 'resources') return JSON.stringify(value ?? [])
  return JSON.stringify(value)
}

function isGroup(value: unknown): value is AssetConditionGroup {
  if (typeof value !== 'object' || value === null) return false
  return '$and' in value || '$or' in value || 'assets' in value
}

/** Converts requirements to values that JSON can represent: numbers become decimal strings. */
export function toPlain(group: AssetConditionGroup): AssetConditionGroup {
  if ('$and' in group) return { $and: group.$and.map(toPlain) }
  if ('$or' in group) return { $or: group.$or.map(toPlain) }
  const matches = toDecimal(group.options?.numMatchesForVerification ?? 0)
  return {
    assets: group.assets.map((asset) => ({
      chain: asset.chain,
      collectionId: /^\d+$/.test(String(asset.collectionId))
        ? toDecimal(asset.collectionId)
        : asset.collectionId,
      assetIds: asset.assetIds.map((id) => (typeof id === 'string' ? id : toPlainRange(id))),
      ownershipTimes: asset.ownershipTimes.map(toPlainRange),
      mustOwnAmounts: toPlainRange(asset.mustOwnAmounts),
      ...(asset.additionalCriteria ? { additionalCriteria: asset.additionalCriteria } : {}),
    })),
    // A missing member means 0, so "0" is removed: BitBadges would write a line for it.
    ...(matches === '0' ? {} : { options: { numMatchesForVerification: matches } }),
  }
}

function toPlainRange({ start, end }: { start: NumberLike; end: NumberLike }) {
  return { start: toDecimal(start), end: toDecimal(end) }
}

function toDecimal(value: NumberLike): string {
  return BigInt(value).toString()
}
