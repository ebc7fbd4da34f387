import { problem } from '../../problem.ts'
import type { AdmitOptions } from './BitBadgesOptions.ts'
import { countIds, findOwned, meetsRequirements } from './balances.ts'
import type { AssetConditionGroup, AssetRequirement, Balance } from './ChallengeParams.ts'

/** How to claim the badges of one sign-in. */
export interface Claiming {
  /** Whether this user may use the badge `chain:collection:id`. */
  readonly claim: (asset: string) => Promise<boolean>
  readonly readBalances: (asset: AssetRequirement) => Promise<readonly Balance[] | undefined>
  readonly now: number
}

/**
 * Claims each badge that a sign-in uses. BitBadges has verified that the requirements are met, but does not say
 * which ids meet a requirement such as "any of 1 to 100", so this reads the user's balances.
 *
 * @throws `AuthError` `message_refused` if other users have already used too many of the badges.
 */
export async function claimAssets(group: AssetConditionGroup, claiming: Claiming): Promise<void> {
  const balances = await readAll(group, claiming)
  await claimGroup(group, claiming, (asset) => balances.get(asset))
}

type Read = (asset: AssetRequirement) => readonly Balance[] | undefined

async function claimGroup(
  group: AssetConditionGroup,
  claiming: Claiming,
  read: Read,
): Promise<void> {
  if ('$and' in group) {
    for (const child of group.$and) await claimGroup(child, claiming, read)
    return
  }
  if ('$or' in group) {
    const met = group.$or.find((child) => meetsRequirements(child, read, claiming.now))
    if (met === undefined) throw problem('message_refused')
    return claimGroup(met, claiming, read)
  }
  const matches = BigInt(group.options?.numMatchesForVerification ?? 0)
  let claimed = 0n
  for (const asset of group.assets) {
    if (isNothingToLend(asset)) {
      claimed += countIds(findOwned(asset, read, claiming.now).owned)
      continue
    }
    for (const id of listIds(asset, read(asset), claiming.now)) {
      if (matches > 0n && claimed >= matches) return
      const isClaimed = await claiming.claim(`${asset.chain}:${asset.collectionId}:${id}`)
      if (isClaimed) claimed += 1n
      // Without a number of matches, every badge is required.
      else if (matches === 0n) throw problem('message_refused')
    }
  }
  if (claimed < matches) throw problem('message_refused')
}

/** Returns the ids that are used. For other chains, whose balances are unknown, these are the required ids. */
function listIds(
  asset: AssetRequirement,
  balances: readonly Balance[] | undefined,
  now: number,
): string[] {
  if (balances === undefined) return asset.assetIds.filter((id) => typeof id === 'string')
  const { owned } = findOwned(asset, () => balances, now)
  const ids: string[] = []
  for (const { start, end } of owned)
    for (let id = start; id <= end; id += 1n) {
      // Each id needs a separate mark in the store, so their number is limited.
      if (ids.length >= maxIds) throw problem('message_refused')
      ids.push(String(id))
    }
  return ids
}

/** Whether a requirement cannot be transferred to another account: being on a list, or owning nothing. */
function isNothingToLend(asset: AssetRequirement): boolean {
  return isList(asset) || BigInt(asset.mustOwnAmounts.end) === 0n
}

function isList({ collectionId }: AssetRequirement): boolean {
  return collectionId === 'BitBadges Lists'
}

async function readAll(
  group: AssetConditionGroup,
  { readBalances }: Claiming,
): Promise<Map<AssetRequirement, readonly Balance[] | undefined>> {
  const assets = listAssets(group).filter((asset) => !isList(asset))
  const found = await Promise.all(assets.map((asset) => readBalances(asset)))
  return new Map(assets.map((asset, index) => [asset, found[index]]))
}

function listAssets(group: AssetConditionGroup): readonly AssetRequirement[] {
  if ('$and' in group) return group.$and.flatMap(listAssets)
  return '$or' in group ? group.$or.flatMap(listAssets) : group.assets
}

/**
 * Checks that the used assets can be determined.
 *
 * @throws Error with one sentence if they cannot.
 */
export function assertIsClaimable(
  group: AssetConditionGroup | undefined,
  { oneUse, claimAsset, readBalances }: AdmitOptions,
): void {
  const isClaiming = claimAsset !== undefined || oneUse?.perAssetSeconds !== undefined
  if (group === undefined || !isClaiming || readBalances !== undefined) return
  if (hasChoice(group, false))
    throw new Error(
      'bitbadges: if a user needs only some of several assets on other chains, it is unknown which ones are used. Pass readBalances.',
    )
}

function hasChoice(group: AssetConditionGroup, isChoice: boolean): boolean {
  if ('$and' in group) return group.$and.some((child) => hasChoice(child, isChoice))
  if ('$or' in group) return group.$or.some((child) => hasChoice(child, group.$or.length > 1))
  const isCounted = BigInt(group.options?.numMatchesForVerification ?? 0) > 0n
  return (
    (isChoice || isCounted) &&
    group.assets.some((asset) => asset.chain !== 'BitBadges' || isList(asset))
  )
}

const maxIds = 1000
