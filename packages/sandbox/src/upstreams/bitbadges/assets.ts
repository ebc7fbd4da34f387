import { toObject } from '../../readJsonBody.ts'

/** One requirement of a message. Its numbers are decimal strings. */
export interface Asset {
  chain: string
  collectionId: string
  assetIds: (string | Range)[]
  ownershipTimes: Range[]
  mustOwnAmounts: Range
  additionalCriteria?: string
}

export interface Range {
  start: string
  end: string
}

export type Group =
  | { $and: Group[] }
  | { $or: Group[] }
  | { assets: Asset[]; options: { numMatchesForVerification: string } }

/** What users own: collection → canonical address → balances. */
export type Balances = Record<string, Record<string, unknown>>

/**
 * Brings requirements into one form.
 *
 * @throws Error for malformed requirements.
 */
export function readGroup(value: unknown): Group {
  const { $and, $or, assets, options } = toObject(value)
  if (Array.isArray($and)) return { $and: $and.map(readGroup) }
  if (Array.isArray($or)) return { $or: $or.map(readGroup) }
  if (!Array.isArray(assets)) throw new Error('Invalid asset group. ')
  const { numMatchesForVerification } = toObject(options)
  return {
    assets: assets.map(readAsset),
    options: { numMatchesForVerification: toDecimal(numMatchesForVerification ?? 0) },
  }
}

function readAsset(value: unknown): Asset {
  const { chain, collectionId, assetIds, ownershipTimes, mustOwnAmounts, additionalCriteria } =
    toObject(value)
  if (typeof chain !== 'string' || !Array.isArray(assetIds) || !Array.isArray(ownershipTimes))
    throw new Error('Invalid asset. ')
  return {
    chain,
    collectionId: /^\d+$/.test(String(collectionId)) ? toDecimal(collectionId) : `${collectionId}`,
    assetIds: assetIds.map((id) => (typeof id === 'string' ? id : readRange(id))),
    ownershipTimes: ownershipTimes.map(readRange),
    mustOwnAmounts: readRange(mustOwnAmounts),
    ...(typeof additionalCriteria === 'string' ? { additionalCriteria } : {}),
  }
}

function readRange(value: unknown): Range {
  const { start, end } = toObject(value)
  return { start: toDecimal(start), end: toDecimal(end) }
}

function toDecimal(value: unknown): string {
  return BigInt(String(value)).toString()
}

/**
 * Whether the user owns what a group requires. Assets on chains other than BitBadges always count as owned.
 */
export function owns(group: Group, balances: Balances, user: string, now: number): boolean {
  if ('$and' in group) return group.$and.every((child) => owns(child, balances, user, now))
  if ('$or' in group) return group.$or.some((child) => owns(child, balances, user, now))
  const wanted = Number(group.options.numMatchesForVerification)
  const ids = group.assets.flatMap((asset) => listIds(asset).map((id) => ({ asset, id })))
  const owned = ids.filter(({ asset, id }) => {
    if (asset.chain !== 'BitBadges') return true
    const times =
      asset.ownershipTimes.length > 0 ? asset.ownershipTimes : [{ start: `${now}`, end: `${now}` }]
    return times.every((time) => {
      const amount = countOwned(balances[asset.collectionId]?.[user], id, time)
      return isWithin(amount, asset.mustOwnAmounts)
    })
  })
  return wanted > 0 ? owned.length >= wanted : owned.length === ids.length
}

/** Lists the ids one by one, which is fine for a sandbox's small collections. */
function listIds({ assetIds }: Asset): string[] {
  return assetIds.flatMap((id) => {
    if (typeof id === 'string') return [id]
    const length = Math.min(Number(id.end) - Number(id.start) + 1, 10_000)
    return Array.from({ length }, (_, index) => `${BigInt(id.start) + BigInt(index)}`)
  })
}

function countOwned(balances: unknown, id: string, time: Range): string {
  const list = Array.isArray(balances) ? balances.map(toObject) : []
  return list
    .filter(({ badgeIds, ownershipTimes }) => {
      const hasId = toRanges(badgeIds).some((range) => isWithin(id, range))
      return (
        hasId &&
        toRanges(ownershipTimes).some(({ start, end }) => {
          return BigInt(start) <= BigInt(time.start) && BigInt(end) >= BigInt(time.end)
        })
      )
    })
    .reduce((sum, { amount }) => sum + BigInt(String(amount)), 0n)
    .toString()
}

function toRanges(value: unknown): Range[] {
  return Array.isArray(value) ? value.map(readRange) : []
}

function isWithin(value: string, { start, end }: Range): boolean {
  return BigInt(value) >= BigInt(start) && BigInt(value) <= BigInt(end)
}
