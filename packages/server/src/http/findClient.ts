import ipaddr from 'ipaddr.js'
import type { Keys } from '../keys/createKeys.ts'

/** The network address that a request comes from, in the form that limits use. */
export interface Client {
  /** The IPv4 address, the IPv6 /64, or `unknown`. After {@link hideClient} it is a pseudonym. */
  readonly key: string
  /**
   * The client's network and the larger networks around it, each with the factor by which its limit is higher.
   * Empty if the app has declared that client addresses are unknown.
   */
  readonly ranges: readonly { readonly key: string; readonly factor: number }[]
}

/** How to find the network address that a request comes from. */
export interface ClientSource {
  /** How many proxies in front append to `X-Forwarded-For`. */
  readonly trustedProxyHops: number
  /** The networks of the proxies, as CIDR ranges. */
  readonly trustedProxies: readonly Range[]
  /** Whether the app has declared that client addresses are unknown, so that no limit counts per client. */
  readonly isUnknowable: boolean
}

/**
 * Finds the client of a request.
 *
 * @param forwardedFor - the unchanged `X-Forwarded-For` header.
 * @param socketAddress - the address of the peer that connected, if the runtime exposes it.
 */
export function findClient(
  forwardedFor: string | null,
  socketAddress: string | undefined,
  source: ClientSource,
): Client {
  if (source.isUnknowable) return { key: 'unknown', ranges: [] }
  return toClient(findAddress(forwardedFor, socketAddress, source))
}

/**
 * Replaces the addresses with pseudonyms, because an address may identify a person. Limits and events see only
 * these.
 */
export async function hideClient(client: Client, keys: Keys): Promise<Client> {
  const hide = (key: string) => keys.pseudonym(`client:${key}`)
  const ranges = await Promise.all(
    client.ranges.map(async ({ key, factor }) => ({ key: await hide(key), factor })),
  )
  // The narrowest network is the client.
  return { key: ranges[0]?.key ?? (await hide(client.key)), ranges }
}

function findAddress(
  forwardedFor: string | null,
  socketAddress: string | undefined,
  { trustedProxyHops, trustedProxies }: ClientSource,
): string | undefined {
  const seen = (forwardedFor ?? '').split(',').map((text) => text.trim())
  if (trustedProxies.length === 0)
    return trustedProxyHops === 0 ? socketAddress : seen.at(-trustedProxyHops)
  // Only a trusted proxy may name the client. Any other peer is itself the client.
  if (!isTrusted(socketAddress, trustedProxies)) return socketAddress
  return seen.findLast((address) => !isTrusted(address, trustedProxies)) ?? seen[0]
}

/** A network: its address and the length of its prefix. */
export type Range = ReturnType<typeof ipaddr.parseCIDR>

/** @throws Error with one sentence for anything that is neither a CIDR range nor an address. */
export function parseRange(text: string): Range {
  if (ipaddr.isValidCIDR(text)) return ipaddr.parseCIDR(text)
  if (!ipaddr.isValid(text))
    throw new Error(`trustedProxies: "${text}" is not a network; write it like 10.0.0.0/8.`)
  const address = ipaddr.process(text)
  return [address, address instanceof ipaddr.IPv4 ? 32 : 128]
}

function isTrusted(text: string | undefined, ranges: readonly Range[]): boolean {
  const host = withoutPort(text ?? '')
  if (!ipaddr.isValid(host)) return false
  const address = ipaddr.process(host)
  return ranges.some(([network, bits]) =>
    address.kind() === network.kind() ? address.match([network, bits] as never) : false,
  )
}

function toClient(text: string | undefined): Client {
  // Without this shortcut, the parser would throw and catch internally, which takes longer than the rest of a
  // request.
  if (text === undefined || text === '') return unknown
  const host = withoutPort(text)
  // This is the most common form, and it needs no normalization.
  if (plainIpv4.test(host)) return toSingleAddress(host)
  if (!ipaddr.isValid(host)) return unknown
  const address = ipaddr.process(host)
  if (address instanceof ipaddr.IPv4) return toSingleAddress(address.toString())
  if (translations.has(address.range()))
    return toSingleAddress(address.toByteArray().slice(-4).join('.'))
  // One home connection or server has a whole /64 of addresses, often a /56, sometimes a /48.
  const bytes = address.toByteArray()
  const toKey = (bits: number) => `${bytes.slice(0, bits / 8).join('.')}/${bits}`
  return {
    key: toKey(64),
    ranges: [
      { key: toKey(64), factor: 1 },
      { key: toKey(56), factor: 4 },
      { key: toKey(48), factor: 16 },
    ],
  }
}

function toSingleAddress(key: string): Client {
  return { key, ranges: [{ key, factor: 1 }] }
}

/**
 * The ranges of IPv6 in which the last four bytes are the IPv4 address of a client behind a translator (NAT64, SIIT).
 * All of its clients are in one /64, so without this they would share one limit.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc6052#section-2.1}
 */
const translations: ReadonlySet<string> = new Set(['rfc6052', 'rfc6145'])

const unknown = toSingleAddress('unknown')

/** Removes the client's port, which some proxies append. */
function withoutPort(text: string): string {
  const [, bracketed, plain] = /^(?:\[([\da-f:.]+)\]|([\d.]+))(?::\d+)?$/i.exec(text) ?? []
  return bracketed ?? plain ?? text
}

/** Four decimal numbers without leading zeros, which some parsers would read as octal. */
const plainIpv4 = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/
