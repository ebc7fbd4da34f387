import { sha256, stringToBytes } from 'viem'
import { problem } from '../../problem.ts'
import { guard } from '../../store/guard.ts'
import { isSuccess, readJson } from '../readAnswer.ts'
import type { BitBadgesOptions } from './BitBadgesOptions.ts'
import type { BitBadgesSignIn } from './BitBadgesSignIn.ts'
import type { AssetRequirement, Balance } from './ChallengeParams.ts'
import { claimAssets } from './claimAssets.ts'
import type { BitBadgesApi } from './createApi.ts'
import { classifyExchangeFailure } from './errors.ts'
import { BalanceAnswer } from './wire.ts'

/**
 * Checks whether the app accepts a verified sign-in: who may sign in, with which assets, and how often.
 *
 * @throws `AuthError` `message_refused`.
 */
export async function admit(
  options: BitBadgesOptions,
  api: BitBadgesApi,
  signIn: BitBadgesSignIn,
): Promise<void> {
  // 1. Check the lists of addresses.
  assertIsListed(options, signIn)
  // 2. Check the required accounts at other services.
  const isMissing = options.otherSignIns?.some((name) => signIn.otherSignIns[name] === undefined)
  if (isMissing === true) throw problem('message_refused')
  // 3. Ask the app whether it accepts the sign-in and the attached proofs.
  if ((await options.acceptSignIn?.(signIn)) === false) throw problem('message_refused')
  const isAccepted = await options.acceptPresentations?.({
    userId: signIn.userId,
    wellFormedButUntrusted: signIn.secretsPresentations,
    params: { ...signIn.params },
  })
  if (isAccepted === false) throw problem('message_refused')
  // 4. Limit how often it is used. This comes last, so that a refused sign-in uses up nothing.
  await claimAll(options, api, signIn)
}

function assertIsListed(
  { allowedAddresses, deniedAddresses = [] }: BitBadgesOptions,
  { address, userId }: BitBadgesSignIn,
): void {
  const names = [address, userId].map((name) => name.toLowerCase())
  const isOn = (list: readonly string[]) =>
    list.some((entry) => names.includes(entry.toLowerCase()))
  if (isOn(deniedAddresses)) throw problem('message_refused')
  if (allowedAddresses !== undefined && !isOn(allowedAddresses)) throw problem('message_refused')
}

async function claimAll(
  options: BitBadgesOptions,
  api: BitBadgesApi,
  { userId, address, params }: BitBadgesSignIn,
): Promise<void> {
  const { oneUse, claimAsset, readBalances = createBalanceReader(api) } = options
  const { perAddressSeconds, perAssetSeconds } = oneUse ?? {}
  const group = params?.assetOwnershipRequirements
  if (group !== undefined && (claimAsset !== undefined || perAssetSeconds !== undefined))
    await claimAssets(group, {
      now: Date.now(),
      readBalances: async (asset) =>
        asset.chain === 'BitBadges' || options.readBalances !== undefined
          ? readBalances({ asset, userId, address })
          : undefined,
      async claim(asset) {
        if ((await claimAsset?.({ asset, userId })) === false) return false
        if (oneUse === undefined || perAssetSeconds === undefined) return true
        return guard(() =>
          claimForUser(oneUse.store, digest(asset), digest(userId), perAssetSeconds),
        )
      },
    })
  if (oneUse === undefined || perAddressSeconds === undefined) return
  const key = `bitbadges:address:${digest(userId)}`
  const isFirst = await guard(() => oneUse.store.claim(key, perAddressSeconds))
  if (!isFirst) throw problem('message_refused')
}

/** Marks a badge as used by this user. Returns false if another user has used it. */
async function claimForUser(
  store: NonNullable<BitBadgesOptions['oneUse']>['store'],
  asset: string,
  user: string,
  seconds: number,
): Promise<boolean> {
  const key = `bitbadges:asset:${asset}`
  if (await store.compareAndSet(key, undefined, user, seconds)) return true
  return (await store.get(key)) === user
}

function createBalanceReader(api: BitBadgesApi) {
  return async (of: { asset: AssetRequirement; userId: string }): Promise<readonly Balance[]> => {
    const [collection, user] = [String(of.asset.collectionId), of.userId].map(encodeURIComponent)
    const answer = await api.post(`/api/v0/collection/${collection}/balance/${user}`, {})
    if (!isSuccess(answer)) throw classifyExchangeFailure(answer)
    const found = readJson(answer, BalanceAnswer)
    return 'balance' in found ? found.balance.balances : found.balances
  }
}

/** Returns a digest, so that the store contains no addresses, and keys have no special characters. */
function digest(text: string): string {
  return sha256(stringToBytes(text)).slice(2)
}
