import { siweEndpoints } from '@kit/core'
import { getAddress } from 'viem'
import { issueChallenge } from '../challenge/issueChallenge.ts'
import { redeemChallenge } from '../challenge/redeemChallenge.ts'
import { defineRoute } from '../frame/Route.ts'
import { applyLimit } from '../limits/applyLimit.ts'
import { problem } from '../problem.ts'
import { toSession } from '../session/SessionRecord.ts'
import { openSession } from '../session/sessions.ts'
import { refuseWrongSignature } from '../siwe/refuseWrongSignature.ts'

/** `POST /siwe/challenge`: what the wallet is to sign. */
export const createSiweChallenge = defineRoute(
  siweEndpoints.challenge,
  'siwe.challenge',
  async ({ body, context, exchange }) => {
    const { siwe } = context.upstream
    if (siwe === undefined) throw problem('method_not_offered')
    await applyLimit(context, exchange, 'siwe-challenge-per-client', exchange.client)
    return issueChallenge(context, exchange, siwe, body)
  },
)

/** `POST /siwe/verify`: redeems the nonce, checks the text, asks the upstream, opens the session. */
export const verifySiwe = defineRoute(
  siweEndpoints.verify,
  'siwe.verify',
  async ({ body, context, exchange }) => {
    const { siwe } = context.upstream
    if (siwe === undefined) throw problem('method_not_offered')
    await applyLimit(context, exchange, 'siwe-verify-per-client', exchange.client)
    // 1. Single use and every field that we issued, before anything that costs.
    const { message, signature } = body
    const { chainId, memo, ...signed } = await redeemChallenge(context, exchange, siwe, body)
    const address = getAddress(signed.address.toLowerCase())
    // 2. A signature that is surely wrong goes no further, where that is configured.
    await refuseWrongSignature(context, { message, signature, address, chainId })
    // 3. The upstream decides on the signature, over the very bytes that were signed.
    const login = await siwe.verify({ message, signature, address, chainId, memo })
    // 4. Cookie and public view.
    const method = 'siwe'
    const record = await openSession(context, exchange, {
      ...login,
      method,
      address,
      chainId,
    })
    return { session: toSession(record) }
  },
)
