import type { Auth } from '../createAuth.ts'

/**
 * The handler of a Hono route.
 *
 * @param clientAddress - who connected, as the runtime's `getConnInfo` tells.
 * @example
 * app.all('/api/auth/*', toHonoHandler(auth, (context: Context) => getConnInfo(context).remote.address))
 */
export function toHonoHandler<context extends { req: { raw: Request } }>(
  auth: Pick<Auth, 'handler'>,
  clientAddress?: (context: context) => string | undefined,
): (context: context) => Promise<Response> {
  return (context) => auth.handler(context.req.raw, { clientAddress: clientAddress?.(context) })
}
