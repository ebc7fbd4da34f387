import type { AuthContext } from '../AuthContext.ts'
import { isBuilding } from '../isBuilding.ts'

/**
 * Refuses to work in production without client addresses. Otherwise all visitors would share one set of limits
 * without anyone noticing, and one of them could lock out all others.
 *
 * @throws Error in production if no proxy is trusted and the app has not set `clientAddress: 'none'`.
 */
export function assertClientAddress({ isProduction, clientSource }: AuthContext): void {
  const { trustedProxyHops, isUnknowable } = clientSource
  if (!isProduction || isUnknowable || trustedProxyHops > 0 || isBuilding()) return
  throw new Error(
    'Client addresses are unknown. Set trustedProxyHops to the number of proxies in front of the app, pass ' +
      "clientAddress to the handler, or set clientAddress: 'none' if all visitors may share one limit.",
  )
}

/**
 * Checks whether a request without a client address may be served.
 *
 * @throws Error under the same conditions as {@link assertClientAddress}. If a trusted proxy sends no address,
 * the request is served, and a warning is logged once.
 */
export function assertMayBeUnknown(context: AuthContext): void {
  assertClientAddress(context)
  const { isProduction, clientSource } = context
  if (!isProduction || clientSource.isUnknowable || warned.has(clientSource)) return
  warned.add(clientSource)
  console.warn(
    '@kit/server: a request arrived without an address in X-Forwarded-For. All such requests share one set of ' +
      'limits. Check trustedProxyHops, and that nobody can bypass the proxy.',
  )
}

const warned = new WeakSet<object>()
