import { type ClientSource, parseRange } from '../http/findClient.ts'

/**
 * Reads the options that say how to find a request's client.
 *
 * @throws Error with one sentence.
 */
export function readClientSource(options: {
  trustedProxyHops?: number | undefined
  trustedProxies?: readonly string[] | undefined
  clientAddress?: 'none' | undefined
}): ClientSource {
  const { trustedProxyHops = 0, trustedProxies = [], clientAddress } = options
  // With a value that is not a number, the first address of the header would be used, which the client can
  // choose.
  if (!(Number.isInteger(trustedProxyHops) && trustedProxyHops >= 0))
    throw new Error('trustedProxyHops must be a whole number, 0 or more.')
  if (clientAddress !== undefined && clientAddress !== 'none')
    throw new Error("clientAddress must be 'none' or absent.")
  const hasProxies = trustedProxyHops > 0 || trustedProxies.length > 0
  if (trustedProxyHops > 0 && trustedProxies.length > 0)
    throw new Error('Set trustedProxyHops or trustedProxies, not both.')
  if (clientAddress === 'none' && hasProxies)
    throw new Error(
      "clientAddress is 'none', but trusted proxies are set, which send the address. Remove one of the two.",
    )
  return {
    trustedProxyHops,
    trustedProxies: trustedProxies.map(parseRange),
    isUnknowable: clientAddress === 'none',
  }
}
