import { AuthError, siweEndpoints } from '@kit/core'
import { reserveForClient } from '../limits/reserve.ts'
import { undoIfUnanswered } from '../limits/undoIfUnanswered.ts'
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
    // A page in a frame of another site learns here, before it calls the wallet, that the browser does not keep
    // cookies there.
    const isExpected = exchange.request.headers.get('kit-expect-cookie') === 'login'
    if (isExpected && exchange.cookies.read('login') === undefined) throw problem('cookies_blocked')
    prefetchEpoch(context, exchange.cookies)
    const { refund } = await reserveForClient(context, exchange, 'siwe-challenge-per-client')
    const isPrefetch = exchange.request.headers.get('kit-prefetch') === '1'
    return undoIfUnanswered({ refund }, () =>
      issueChallenge(context, exchange, siwe, body).catch((error: unknown) => {
        // The upstream needs the account, which the page will send later. The browser's console would show an error
        // each time the page is opened.
        const needsAccount = AuthError.is(error) && error.code === 'invalid_request'
        if (isPrefetch && body.address === undefined && needsAccount) return undefined
        throw error
      }),
    )
  },
)

/**
 * `POST /siwe/verify`: uses up the nonce, checks the text, verifies the signature with the upstream, and opens
 * the session.
 */
export const verifySiwe = defineRoute(
  siweEndpoints.verify,
  'siwe.verify',
  async ({ body, context, exchange }) => {
    const { siwe } = context.upstream
    if (siwe === undefined) throw problem('method_not_offered')
    prefetchEpoch(context, exchange.cookies)
    const { refund } = await reserveForClient(context, exchange, 'siwe-verify-per-client')
    // 1. Use up the nonce, and check every field, before anything expensive.
    const { message, signature } = body
    const redeemed = await redeemChallenge(context, exchange, siwe, body)
    const { address, chainId, memo } = redeemed
    const login = await undoIfUnanswered({ refund, release: redeemed.release }, async () => {
      // 2. With `verify: 'local'`, refuse a signature that is certainly wrong.
      await refuseWrongSignature(context, { message, signature, address, chainId })
      // 3. Verify the signature with the upstream, for the exact text that was signed.
      return siwe.verify({ message, signature, address, chainId, memo })
    })
    // 4. Set the cookie, and return the session.
    const connector = readConnector(exchange)
    const opened = { ...login, method: 'siwe', address, chainId, connector } as const
    const record = await openSession(context, exchange, opened, redeemed.finish)
    return { session: toSession(record) }
  },
)

/**
 * Returns the wallet's connector as the page reported it. It is only shown in the user's list of sessions, so
 * an invalid value is ignored.
 */
function readConnector({ request }: Exchange): string | undefined {
  const connector = request.headers.get('kit-connector')
  return connector !== null && /^[\w.:-]{1,64}$/.test(connector) ? connector : undefined
}
