import { type Asset, type Group, type Range, readGroup } from './assets.ts'

/** A message's members, under the names that the envelope uses. */
export type Params = Record<string, unknown>

/** Writes the text to sign. Unlike in EIP-4361, its domain is an origin. */
export function createBlockinMessage(params: Params): string {
  const { domain, address, statement, uri, version, chainId, nonce, issuedAt } = params
  const { expirationDate, notBefore, resources, assetOwnershipRequirements: group } = params
  let text = `${domain} wants you to sign in with your ${nameChain(String(address))} account:\n`
  text += `${address}\n\n${statement}\n\n`
  text += `URI: ${uri}\nVersion: ${version ?? '1'}\nChain ID: ${chainId ?? '1'}\n`
  text += `Nonce: ${nonce}\nIssued At: ${issuedAt}`
  if (expirationDate !== undefined) text += `\nExpiration Time: ${expirationDate}`
  if (notBefore !== undefined) text += `\nNot Before: ${notBefore}\n`
  if (Array.isArray(resources))
    text += `\nResources:${resources.map((resource) => `\n- ${resource}`).join('')}`
  if (group !== undefined)
    text += `\nAsset Ownership Requirements:\n${writeGroup(readGroup(group), '')}`
  return text
}

/** Looks only at the form of the address, so a short Solana address becomes "Web3". */
function nameChain(address: string): string {
  if (address.startsWith('0x')) return 'Ethereum'
  if (address.startsWith('cosmos')) return 'Cosmos'
  if (address.length === 44) return 'Solana'
  return address.startsWith('bc') ? 'Bitcoin' : 'Web3'
}

function writeGroup(group: Group, bullet: string, depth = 0): string {
  const pad = '  '.repeat(depth)
  const head = `${pad}- Requirement ${bullet}`
  const writeAll = (children: Group[]) =>
    children
      .map((child, index) => writeGroup(child, `${bullet && `${bullet}.`}${index + 1}`, depth + 1))
      .join('')
  if ('$and' in group)
    return `${head} (must satisfy all in group${bullet && ` ${bullet}`}):\n${writeAll(group.$and)}`
  if ('$or' in group)
    return `${head} (must satisfy one in group ${bullet}):\n${writeAll(group.$or)}`
  const count = group.options.numMatchesForVerification
  const rule = count === '0' ? '' : ` (must satisfy for a minimum of ${count} of the asset IDs)`
  return `${head}${rule}:\n${group.assets.map((asset) => writeAsset(asset, `${pad}    `)).join('')}`
}

function writeAsset(asset: Asset, pad: string): string {
  const { start, end } = asset.mustOwnAmounts
  const lines = [`Chain: ${asset.chain}`, `Collection ID: ${asset.collectionId}`]
  for (const id of asset.assetIds)
    lines.push(typeof id === 'string' ? `Asset ID: ${id}` : `Asset IDs: ${id.start} to ${id.end}`)
  for (const { start: from, end: to } of asset.ownershipTimes)
    lines.push(`Ownership Times: ${toIso(from)} ${isForever(to) ? 'onwards' : `to ${toIso(to)}`}`)
  if (asset.ownershipTimes.length === 0) lines.push('Ownership Time: Authentication Time')
  lines.push(
    start === end
      ? `Ownership Amount: x${start}`
      : `Ownership Amounts: x${start} (min) to x${end} (max)`,
  )
  if (asset.additionalCriteria) lines.push(`Other: ${asset.additionalCriteria}`)
  return `${lines.map((line) => `${pad}${line}\n`).join('')}\n`
}

function toIso(ms: string): string {
  return new Date(Number(ms)).toISOString()
}

function isForever(ms: string): boolean {
  return BigInt(ms) > BigInt(Number.MAX_SAFE_INTEGER)
}

/** Reads by position: the fourth line is the statement, whatever it says. */
export function parseBlockinMessage(message: string): Params {
  const lines = message.split('\n')
  const rest = (index: number, label: string) => {
    const line = lines[index] ?? ''
    if (!line.startsWith(`${label}: `)) throw new Error(`Message lacks ${label}. `)
    return line.slice(label.length + 2)
  }
  const domain = lines[0]?.split(' ')[0] ?? ''
  if (!/\w+:(?:\/?\/?)\S+/.test(domain)) throw new Error('Inputted domain is not a valid URI. ')
  const params: Params = {
    domain,
    address: lines[1],
    statement: lines[3],
    uri: rest(5, 'URI'),
    version: rest(6, 'Version'),
    chainId: rest(7, 'Chain ID'),
    nonce: rest(8, 'Nonce'),
    issuedAt: rest(9, 'Issued At'),
    resources: [],
  }
  for (let index = 10; index < lines.length; index += 1) {
    const line = lines[index] ?? ''
    if (line.startsWith('Expiration Time:'))
      params['expirationDate'] = rest(index, 'Expiration Time')
    if (line.startsWith('Not Before:')) params['notBefore'] = rest(index, 'Not Before')
    if (line.startsWith('Resources:')) {
      const tail = lines.slice(index + 1)
      const end = tail.findIndex((entry) => !entry.startsWith('- '))
      params['resources'] = tail.slice(0, end < 0 ? undefined : end).map((entry) => entry.slice(2))
    }
    if (line.startsWith('Asset Ownership Requirements:')) {
      params['assetOwnershipRequirements'] = parseGroup(lines.slice(index + 1))
      break
    }
  }
  return params
}

/** Lines indented deeper than a title belong to it. */
function parseGroup(lines: string[]): Group {
  const [title = '', ...body] = lines
  const isChild = new RegExp(`^ {${title.search(/\S/) + 2}}- Requirement`)
  const starts = body.flatMap((line, index) => (isChild.test(line) ? [index] : []))
  const children = starts.map((start, index) => parseGroup(body.slice(start, starts[index + 1])))
  if (title.includes('must satisfy all in group')) return { $and: children }
  if (title.includes('must satisfy one in group')) return { $or: children }
  const count = /minimum of (\d+) of the asset IDs/.exec(title)?.[1] ?? '0'
  const assets: Asset[] = []
  for (const line of body.map((entry) => entry.trim())) {
    const value = line.slice(line.indexOf(': ') + 2)
    const asset = assets.at(-1)
    if (line.startsWith('Chain: ')) assets.push(createAsset(value))
    else if (asset === undefined) continue
    else if (line.startsWith('Collection ID: ')) asset.collectionId = value
    else if (line.startsWith('Asset ID: ')) asset.assetIds.push(value)
    else if (line.startsWith('Asset IDs: ')) asset.assetIds.push(parseRange(value))
    else if (line.startsWith('Ownership Times: ')) asset.ownershipTimes.push(parseTimes(value))
    else if (line.startsWith('Ownership Amount'))
      asset.mustOwnAmounts = parseRange(value.replaceAll(/x|\(\w+\)/g, ''))
    else if (line.startsWith('Other: ')) asset.additionalCriteria = value
  }
  return { assets, options: { numMatchesForVerification: count } }
}

function createAsset(chain: string): Asset {
  const mustOwnAmounts = { start: '0', end: '0' }
  return { chain, collectionId: '', assetIds: [], ownershipTimes: [], mustOwnAmounts }
}

function parseRange(text: string): Range {
  const [start = '', end = start] = text.split(' to ').map((part) => part.trim())
  return { start, end }
}

function parseTimes(text: string): Range {
  const [from = '', to] = text.replace(' onwards', '').split(' to ')
  const end = to === undefined ? '18446744073709551615' : `${Date.parse(to)}`
  return { start: `${Date.parse(from)}`, end }
}
