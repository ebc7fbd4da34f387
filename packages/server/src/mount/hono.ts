import type { Auth } from '../createAuth.ts'

/**
 * Creates the handler of a Hono route.
 *
 * @param clientAddress - returns the client's address, for example from `getConnInfo` of the runtime's adapter.
 * @throws Error in production without `clientAddress`, unless a proxy is trusted.
 * @example
 * app.all('/api/auth/*', toHonoHandler(auth, (context: Context) => getConnInfo(context).remote.address))
 */
export function toHonoHandler<context extends { req: { raw: Request } }>(
  auth: Pick<Auth, 'handler'> & Partial<Pick<Auth, 'assertClientAddress'>>,
  clientAddress?: (context: context) => string | undefined,
): (context: context) => Promise<Response> {
  if (clientAddress === undefined) auth.assertClientAddress?.()
  return (context) => auth.handler(context.req.raw, { clientAddress: clientAddress?.(context) })
}
