import { isDeepStrictEqual } from 'node:util'
import { toObject } from '../../readJsonBody.ts'
import { isSigned, toCanonical } from './accounts.ts'
import { type Balances, owns, readGroup } from './assets.ts'
import { type Params, parseBlockinMessage } from './blockin.ts'

/**
 * Verifies in the same order as the real API: times, signature, the app's expectations, assets.
 *
 * @throws Error whose message says why not.
 */
export async function verifyBlockin(
  message: string,
  signature: string,
  options: Params,
  { now, balances }: { now: number; balances: Balances },
): Promise<void> {
  // A function cannot be sent as JSON.
  if (options['beforeVerification']) throw new Error('beforeVerification is not supported. ')
  const params = parseBlockinMessage(message)
  const read = (name: string) => Date.parse(String(params[name]))
  const time = Number(options['verificationTimeOverride'] ?? now)
  if (options['skipTimestampVerification'] !== true) {
    if (params['expirationDate'] !== undefined && time >= read('expirationDate'))
      throw new Error('Challenge expired. ')
    if (params['notBefore'] !== undefined && time <= read('notBefore'))
      throw new Error('Challenge is not valid yet. ')
  }
  const { earliestIssuedAt, issuedAtTimeWindowMs } = options
  if (earliestIssuedAt && read('issuedAt') < Date.parse(String(earliestIssuedAt)))
    throw new Error('Issued at is before the earliest allowed. ')
  if (issuedAtTimeWindowMs && read('issuedAt') < now - Number(issuedAtTimeWindowMs))
    throw new Error('Issued at is not within the time window. ')
  const address = String(params['address'])
  if (
    options['skipSignatureVerification'] !== true &&
    !(await isSigned(address, message, signature))
  )
    throw new Error(`Signature Invalid: Expected ${address}. `)
  for (const [name, value] of Object.entries(toObject(options['expectedChallengeParams'])))
    if (!isDeepStrictEqual(...toPair(name, params[name], value)))
      throw new Error(`unexpected value for ${name}. `)
  const group = params['assetOwnershipRequirements']
  if (group === undefined || options['skipAssetVerification'] === true) return
  const { balancesSnapshot = balances } = options
  const owned = owns(readGroup(group), balancesSnapshot as Balances, toCanonical(address), now)
  if (!owned) throw new Error('Assets are missing. ')
}

function toPair(name: string, ...values: [unknown, unknown]): [unknown, unknown] {
  const [actual, expected] = values
  if (name !== 'assetOwnershipRequirements' || !actual || !expected) return values
  return [readGroup(actual), readGroup(expected)]
}
