import { siweEndpoints } from '@kit/core'
import { judge } from '../limits/judge.ts'
import { perClient, reserve } from '../limits/reserve.ts'
import { problem } from '../problem.ts'
import type { Exchange } from '../routes/Exchange.ts'
import { defineRoute } from '../routes/Route.ts'
import { prefetchEpoch } from '../session/loginState.ts'
import { toSession } from '../session/SessionRecord.ts'
import { openSession } from '../session/sessions.ts'
import { issueChallenge } from './issueChallenge.ts'
import { redeemChallenge } from './redeemChallenge.ts'
import { refuseWrongSignature } from './refuseWrongSignature.ts'

/** `POST /siwe/challenge`: returns what the wallet has to sign. */
export const createSiweChallenge = defineRoute(
  siweEndpoints.challenge,
  'siwe.challenge',
  async ({ body, context, exchange }) => {
    const { siwe } = context.upstream
    if (siwe === undefined) throw problem('method_not_offered')
    // A page in a frame of another site finds out before it asks the wallet that the browser keeps no cookie there.
    const isExpected = exchange.request.headers.get('kit-expect-cookie') === 'login'
    if (isExpected && exchange.cookies.read('login') === undefined) throw problem('cookies_blocked')
    prefetchEpoch(context, exchange.cookies)
    const charges = perClient(exchange, 'siwe-challenge-per-client')
    const { refund } = await reserve(context, exchange, charges)
    return judge({ refund }, () => issueChallenge(context, exchange, siwe, body))
  },
)

/** `POST /siwe/verify`: redeems the nonce, checks the text, asks the upstream, opens the session. */
export const verifySiwe = defineRoute(
  siweEndpoints.verify,
  'siwe.verify',
  async ({ body, context, exchange }) => {
    const { siwe } = context.upstream
    if (siwe === undefined) throw problem('method_not_offered')
    prefetchEpoch(context, exchange.cookies)
    const charges = perClient(exchange, 'siwe-verify-per-client')
    const { refund } = await reserve(context, exchange, charges)
    // 1. Single use and every field that we issued, before anything expensive.
    const { message, signature } = body
    const redeemed = await redeemChallenge(context, exchange, siwe, body)
    const { address, chainId, memo } = redeemed
    const login = await judge({ refund, release: redeemed.release }, async () => {
      // 2. If configured, a signature that is certainly wrong goes no further.
      await refuseWrongSignature(context, { message, signature, address, chainId })
      // 3. The upstream decides on the signature over the exact bytes that were signed.
      return siwe.verify({ message, signature, address, chainId, memo })
    })
    // 4. The cookie and the public view.
    const connector = readConnector(exchange)
    const opened = { ...login, method: 'siwe', address, chainId, connector } as const
    const record = await openSession(context, exchange, opened, redeemed.finish)
    return { session: toSession(record) }
  },
)

/** What the page says about the wallet. It is only for the user's list of sessions, so anything odd is dropped. */
function readConnector({ request }: Exchange): string | undefined {
  const connector = request.headers.get('kit-connector')
  return connector !== null && /^[\w.:-]{1,64}$/.test(connector) ? connector : undefined
}
