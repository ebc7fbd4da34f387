import ipaddr from 'ipaddr.js'

/**
 * The key that a client's requests are counted under: its IPv4 address, its IPv6 /64, or `unknown`,
 * one bucket for all, where no address can be believed.
 *
 * @param forwardedFor - the `X-Forwarded-For` header as it came.
 * @param socketAddress - of whoever connected, where the runtime tells.
 * @param trustedProxyHops - how many proxies in front may be believed. Each one appends whom it saw.
 */
export function findClient(
  forwardedFor: string | null,
  socketAddress: string | undefined,
  trustedProxyHops: number,
): string {
  if (trustedProxyHops === 0) return normalise(socketAddress)
  const seen = (forwardedFor ?? '').split(',').map((text) => text.trim())
  return normalise(seen.at(-trustedProxyHops))
}

function normalise(text: string | undefined): string {
  // The parser throws and catches for what is no address, which takes longer than the rest of a request.
  if (text === undefined || text === '') return 'unknown'
  const host = withoutPort(text)
  // As nearly all of them come: there is nothing to normalise.
  if (plainIpv4.test(host)) return host
  if (!ipaddr.isValid(host)) return 'unknown'
  const address = ipaddr.process(host)
  if (address instanceof ipaddr.IPv4) return address.toString()
  return `${address.toByteArray().slice(0, 8).join('.')}/64`
}

/** Some proxies append the port that the client called from. */
function withoutPort(text: string): string {
  const [, bracketed, plain] = /^(?:\[([\da-f:.]+)\]|([\d.]+))(?::\d+)?$/i.exec(text) ?? []
  return bracketed ?? plain ?? text
}

/** Four decimal numbers without leading zeros, which no reader takes for octal. */
const plainIpv4 = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/
