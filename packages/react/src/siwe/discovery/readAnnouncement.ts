import { attempt } from './attempt.ts'
import { readName } from './readName.ts'
import { isSteady, type Provider, readMember, steadyProvider } from './steadyProvider.ts'

/** A wallet's announcement, in the form of EIP-6963. */
export interface Announcement {
  info: { uuid: string; name: string; icon: string; rdns: string }
  provider: Provider
}

/**
 * Checks a wallet's announcement. Any script on the page can announce anything. A missing or malformed name,
 * icon or id is replaced, and a provider that cannot be called is dropped.
 *
 * @returns the same object if it follows the standard, a repaired copy, or `undefined` if there is no usable
 * provider. Never throws.
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

/** Whether nothing has to be repaired, now or when it is read again. */
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

/** Whether an object has no getters. A getter may throw later, when wagmi reads it during a render. */
function isConstant(value: unknown): boolean {
  const members = attempt(() => Object.values(Object.getOwnPropertyDescriptors(value)))
  return Object.isFrozen(value) && members?.every((member) => 'value' in member) === true
}

function readText(owner: unknown, key: string): string | undefined {
  const value = readMember(owner, key)
  return typeof value === 'string' && value.length > 0 && value.length <= 200 ? value : undefined
}

/** Reads the reverse domain name. Without a dot, it could be the id of a connector, such as `injected`. */
function readDomain(info: unknown): string | undefined {
  const text = readText(info, 'rdns')
  return text?.includes('.') ? text : undefined
}

/**
 * Reads the icon. The standard requires a data URI, but a web URL is accepted as well, as in other libraries.
 */
function readIcon(info: unknown): string | undefined {
  const icon = readMember(info, 'icon')
  return typeof icon === 'string' && /^\s*(?:data:image\/|https:)/.test(icon) ? icon : undefined
}

/** Creates an id that is the same for each announcement of a wallet, so that the wallet has only one row. */
function inventId(name: string | undefined): string {
  const slug = attempt(() => name?.toLowerCase().replaceAll(/[^a-z\d]+/g, '-'))
  return `unnamed.${slug || 'wallet'}`
}

/** An empty image, for which rows show the first letter of the name. */
const noIcon = 'data:image/,'
