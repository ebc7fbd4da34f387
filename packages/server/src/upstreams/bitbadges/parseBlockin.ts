import { problem } from '../../problem.ts'
import type { AssetConditionGroup, AssetRequirement, ChallengeParams } from './ChallengeParams.ts'
import { formatBlockin } from './formatBlockin.ts'

/**
 * Parses a Blockin message. BitBadges' parser ignores lines that it does not know. This parser accepts only a
 * text that BitBadges itself would write.
 *
 * @throws `AuthError` `message_refused` for any other text.
 */
export function parseBlockin(message: string): ChallengeParams {
  const lines = createCursor(message.split('\n'))
  const params = readParams(lines)
  // Without this check, this server and BitBadges could read a line differently.
  if (!lines.isAtEnd() || formatBlockin(params) !== message) throw problem('message_refused')
  return params
}

function readParams(lines: Cursor): ChallengeParams {
  const domain = lines.take(/^(\S+) wants you to sign in with your \w+ account:$/)
  const address = lines.take(/^(\S+)$/)
  lines.take(/^()$/)
  const statement = lines.take(/^(.+)$/)
  lines.take(/^()$/)
  const uri = lines.take(/^URI: (\S+)$/)
  const version = lines.take(/^Version: (\S+)$/)
  const chainId = lines.take(/^Chain ID: (\S+)$/)
  const nonce = lines.take(/^Nonce: (\S+)$/)
  const issuedAt = lines.take(/^Issued At: (\S+)$/)
  const expirationDate = lines.takeIf(/^Expiration Time: (\S+)$/)
  const notBefore = lines.takeIf(/^Not Before: (\S+)$/)
  if (notBefore !== undefined) lines.take(/^()$/)
  const hasResources = lines.takeIf(/^(Resources:)$/) !== undefined
  const resources = hasResources ? lines.takeWhile(/^- (.*)$/) : undefined
  // BitBadges would read such an entry as a line of the message.
  if (resources?.some((text) => /Expiration Time:|Not Before:|Resources:|Asset Own/.test(text)))
    throw problem('message_refused')
  const hasAssets = lines.takeIf(/^(Asset Ownership Requirements:)$/) !== undefined
  const requirements = hasAssets ? readGroup(lines, 0) : undefined
  if (hasAssets) lines.take(/^()$/)
  return {
    domain,
    address,
    statement,
    uri,
    version,
    chainId,
    nonce,
    issuedAt,
    expirationDate,
    notBefore,
    resources,
    assetOwnershipRequirements: requirements,
  }
}

function readGroup(lines: Cursor, depth: number): AssetConditionGroup {
  // Real messages are not nested this deep. Without a limit, a crafted message could overflow the stack.
  if (depth > 16) throw problem('message_refused')
  const title = lines.take(/^ *(- Requirement .*)$/)
  const child = new RegExp(`^ {${(depth + 1) * 2}}- Requirement `)
  if (/\(must satisfy (?:all|one) in group/.test(title)) {
    const children: AssetConditionGroup[] = []
    while (lines.isAt(child)) children.push(readGroup(lines, depth + 1))
    return title.includes('must satisfy all') ? { $and: children } : { $or: children }
  }
  const matches = / \(must satisfy for a minimum of (\d{1,20}) of the asset IDs\):$/.exec(
    title,
  )?.[1]
  const assets: AssetRequirement[] = []
  while (lines.isAt(/^ +Chain: /)) assets.push(readAsset(lines))
  const options = { numMatchesForVerification: BigInt(matches ?? 0) }
  return { assets, options }
}

function readAsset(lines: Cursor): AssetRequirement {
  const chain = lines.take(/^ +Chain: (.+)$/)
  const collectionId = lines.take(/^ +Collection ID: (.+)$/)
  const assetIds = lines.takeWhile(/^ +Asset IDs?: (.+)$/).map((text) => {
    const range = /^(\d{1,20}) to (\d{1,20})$/.exec(text)
    return range === null ? text : { start: BigInt(range[1] ?? 0), end: BigInt(range[2] ?? 0) }
  })
  const ownershipTimes = lines
    .takeWhile(/^ +Ownership Times?: (.+)$/)
    .filter((text) => text !== 'Authentication Time')
    .map(readTimes)
  const amounts = lines.take(/^ +Ownership Amounts?: (.+)$/)
  const [, start, end = start] =
    /^x(\d{1,20})(?: \(min\) to x(\d{1,20}) \(max\))?$/.exec(amounts) ?? []
  if (start === undefined || end === undefined) throw problem('message_refused')
  const additionalCriteria = lines.takeIf(/^ +Other: (.+)$/)
  lines.take(/^()$/)
  return {
    chain,
    collectionId: /^\d+$/.test(collectionId) ? BigInt(collectionId) : collectionId,
    assetIds,
    ownershipTimes,
    mustOwnAmounts: { start: BigInt(start), end: BigInt(end) },
    ...(additionalCriteria === undefined ? {} : { additionalCriteria }),
  }
}

function readTimes(text: string): { start: bigint; end: bigint } {
  const [, from = '', to] = /^(\S+) (?:onwards|to (\S+))$/.exec(text) ?? []
  const start = Date.parse(from)
  const end = to === undefined ? undefined : Date.parse(to)
  if (Number.isNaN(start) || Number.isNaN(end ?? 0)) throw problem('message_refused')
  return { start: BigInt(start), end: end === undefined ? maxUint64 : BigInt(end) }
}

interface Cursor {
  /**
   * Returns the first group that the pattern matches in the next line, and goes on to the line after it.
   * @throws `AuthError` `message_refused` if the line does not match.
   */
  take(pattern: RegExp): string
  takeIf(pattern: RegExp): string | undefined
  takeWhile(pattern: RegExp): string[]
  isAt(pattern: RegExp): boolean
  isAtEnd(): boolean
}

function createCursor(lines: readonly string[]): Cursor {
  let index = 0
  const takeIf = (pattern: RegExp) => {
    const found = pattern.exec(lines[index] ?? '\n')?.[1]
    if (found !== undefined) index += 1
    return found
  }
  return {
    take(pattern) {
      const found = takeIf(pattern)
      if (found === undefined) throw problem('message_refused')
      return found
    },
    takeIf,
    takeWhile(pattern) {
      const found: string[] = []
      for (let next = takeIf(pattern); next !== undefined; next = takeIf(pattern)) found.push(next)
      return found
    },
    isAt: (pattern) => pattern.test(lines[index] ?? '\n'),
    isAtEnd: () => index === lines.length,
  }
}

/** BitBadges' value for "forever". */
const maxUint64 = 18_446_744_073_709_551_615n
