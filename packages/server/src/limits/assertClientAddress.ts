import type { AuthContext } from '../AuthContext.ts'
import { isBuilding } from '../isBuilding.ts'

/**
 * Without this check, all visitors would silently share one set of limits, and one of them could lock out all
 * others.
 *
 * @throws Error in production if only the runtime could know the client's address, and it does not.
 */
export function assertClientAddress({ isProduction, clientSource }: AuthContext): void {
  const { trustedProxyHops, isUnknowable } = clientSource
  if (!isProduction || isUnknowable || trustedProxyHops > 0 || isBuilding()) return
  throw new Error(
    'Clients cannot be told apart here: set trustedProxyHops to the number of proxies in front, pass ' +
      "clientAddress to the handler, or set clientAddress: 'none' if all visitors may share one limit.",
  )
}

/**
 * Checks a request without an address.
 *
 * @throws Error as {@link assertClientAddress} does. A proxy that sends no address is logged once.
 */
export function assertMayBeUnknown(context: AuthContext): void {
  assertClientAddress(context)
  const { isProduction, clientSource } = context
  if (!isProduction || clientSource.isUnknowable || warned.has(clientSource)) return
  warned.add(clientSource)
  console.warn(
    '@kit/server: a request came without an address in X-Forwarded-For. All such requests share one set of ' +
      'limits: check trustedProxyHops, and that nobody can bypass the proxy.',
  )
}

const warned = new WeakSet<object>()
