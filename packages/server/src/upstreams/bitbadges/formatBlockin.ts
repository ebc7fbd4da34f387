import type {
  AssetConditionGroup,
  AssetRequirement,
  ChallengeParams,
  UintRange,
} from './ChallengeParams.ts'

/**
 * Writes the text of a Blockin message exactly as BitBadges does.
 *
 * @see {@link https://www.npmjs.com/package/blockin} 1.3.11, with which the tests compare the result.
 */
export function formatBlockin(params: ChallengeParams): string {
  const { version = '1', chainId = '1', expirationDate, notBefore, resources } = params
  const { assetOwnershipRequirements: requirements } = params
  return [
    `${params.domain} wants you to sign in with your ${findChainName(params.address)} account:`,
    params.address,
    '',
    params.statement,
    '',
    `URI: ${params.uri}`,
    `Version: ${version}`,
    `Chain ID: ${chainId}`,
    `Nonce: ${params.nonce}`,
    `Issued At: ${params.issuedAt}`,
    ...(expirationDate === undefined ? [] : [`Expiration Time: ${expirationDate}`]),
    // The empty line is part of the format.
    ...(notBefore === undefined ? [] : [`Not Before: ${notBefore}`, '']),
    ...(resources === undefined ? [] : ['Resources:', ...resources.map((text) => `- ${text}`)]),
    ...(requirements === undefined
      ? []
      : ['Asset Ownership Requirements:', ...formatGroup(requirements, []), '']),
  ].join('\n')
}

/** Returns the chain's name for the first line. It depends on the form of the address. */
function findChainName(address: string): string {
  if (address.startsWith('0x')) return 'Ethereum'
  if (address.startsWith('cosmos')) return 'Cosmos'
  if (address.length === 44) return 'Solana'
  return address.startsWith('bc') ? 'Bitcoin' : 'Web3'
}

function formatGroup(group: AssetConditionGroup, path: readonly number[]): string[] {
  const indent = ' '.repeat(path.length * 2)
  const name = path.join('.')
  const title = `${indent}- Requirement ${name}`
  if ('$and' in group) {
    const children = group.$and.flatMap((child, index) => formatGroup(child, [...path, index + 1]))
    return [`${title} (must satisfy all in group${name && ` ${name}`}):`, ...children]
  }
  if ('$or' in group) {
    const children = group.$or.flatMap((child, index) => formatGroup(child, [...path, index + 1]))
    return [`${title} (must satisfy one in group ${name}):`, ...children]
  }
  const matches = String(group.options?.numMatchesForVerification ?? 0)
  const rule = matches === '0' ? '' : ` (must satisfy for a minimum of ${matches} of the asset IDs)`
  const assets = group.assets.flatMap((asset) => [
    ...formatAsset(asset).map((line) => `${indent}    ${line}`),
    '',
  ])
  return [`${title}${rule}:`, ...assets]
}

function formatAsset(asset: AssetRequirement): string[] {
  const { start, end } = asset.mustOwnAmounts
  return [
    `Chain: ${asset.chain}`,
    `Collection ID: ${asset.collectionId}`,
    ...asset.assetIds.map((id) =>
      typeof id === 'string' ? `Asset ID: ${id}` : `Asset IDs: ${id.start} to ${id.end}`,
    ),
    ...(asset.ownershipTimes.length === 0
      ? ['Ownership Time: Authentication Time']
      : asset.ownershipTimes.map(formatTimes)),
    String(start) === String(end)
      ? `Ownership Amount: x${start}`
      : `Ownership Amounts: x${start} (min) to x${end} (max)`,
    ...(asset.additionalCriteria ? [`Other: ${asset.additionalCriteria}`] : []),
  ]
}

function formatTimes({ start, end }: UintRange): string {
  const from = new Date(Number(start)).toISOString()
  if (BigInt(end) > Number.MAX_SAFE_INTEGER) return `Ownership Times: ${from} onwards`
  return `Ownership Times: ${from} to ${new Date(Number(end)).toISOString()}`
}
