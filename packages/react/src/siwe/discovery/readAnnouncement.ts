import { attempt } from './attempt.ts'
import { readName } from './readName.ts'
import { isSteady, type Provider, readMember, steadyProvider } from './steadyProvider.ts'

/** A wallet's announcement by EIP-6963, in the standard's form. */
export interface Announcement {
  info: { uuid: string; name: string; icon: string; rdns: string }
  provider: Provider
}

/**
 * Checks a wallet's announcement. Any script on the page can announce anything: a missing or malformed name,
 * icon or id is repaired, and something that cannot sign is dropped.
 *
 * @returns the same object if it follows the standard, a repaired copy, or `undefined` if there is nothing
 * that could sign. Never throws.
 * @see {@link https://eips.ethereum.org/EIPS/eip-6963}
 */
export function readAnnouncement(detail: unknown): Announcement | undefined {
  if (isAnnouncement(detail)) return detail
  const provider = steadyProvider(readMember(detail, 'provider'))
  if (provider === undefined) return undefined
  const info = readMember(detail, 'info')
  const rdns = readDomain(info) ?? inventId(readText(info, 'rdns') ?? readText(info, 'name'))
  return {
    info: {
      uuid: readText(info, 'uuid') ?? `${rdns}:repaired`,
      name: readName(readMember(info, 'name')) ?? readName(rdns) ?? 'Wallet',
      icon: readIcon(info) ?? noIcon,
      rdns,
    },
    provider,
  }
}

/** Whether nothing has to be repaired, now and whenever it is read again. */
function isAnnouncement(detail: unknown): detail is Announcement {
  if (!isConstant(detail)) return false
  const info = readMember(detail, 'info')
  const name = readMember(info, 'name')
  return (
    isConstant(info) &&
    readText(info, 'uuid') !== undefined &&
    readDomain(info) !== undefined &&
    typeof name === 'string' &&
    readName(name) === name &&
    readIcon(info) !== undefined &&
    isSteady(readMember(detail, 'provider'))
  )
}

/** A getter may throw later, when wagmi reads it while it renders. */
function isConstant(value: unknown): boolean {
  const members = attempt(() => Object.values(Object.getOwnPropertyDescriptors(value)))
  return Object.isFrozen(value) && members?.every((member) => 'value' in member) === true
}

function readText(owner: unknown, key: string): string | undefined {
  const value = readMember(owner, key)
  return typeof value === 'string' && value.length > 0 && value.length <= 200 ? value : undefined
}

/** Without a dot it could be the id of a connector, such as `injected`. */
function readDomain(info: unknown): string | undefined {
  const text = readText(info, 'rdns')
  return text?.includes('.') ? text : undefined
}

/**
 * The standard requires a data URI. Wallets that give a web address are shown with it, as other libraries do.
 */
function readIcon(info: unknown): string | undefined {
  const icon = readMember(info, 'icon')
  return typeof icon === 'string' && /^\s*(?:data:image\/|https:)/.test(icon) ? icon : undefined
}

/** The same id for each announcement of the same wallet, so that it keeps one row. */
function inventId(name: string | undefined): string {
  const slug = attempt(() => name?.toLowerCase().replaceAll(/[^a-z\d]+/g, '-'))
  return `unnamed.${slug || 'wallet'}`
}

/** An empty image: rows show the first letter of the name instead. */
const noIcon = 'data:image/,'
