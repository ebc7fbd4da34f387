import type { Challenge } from '@kit/core'
import type { ConnectOptions } from './ConnectOptions.ts'

/**
 * Returns the request with which a wallet signs together with its approval of a connection.
 *
 * @returns `undefined` if that is not possible. In that case the user connects first, and then signs.
 * @see {@link https://chainagnostic.org/CAIPs/caip-222}
 */
export async function offerSignIn(
  challenges: ConnectOptions['challenges'],
  chainIds: readonly number[],
): Promise<Offer | undefined> {
  const challenge = await findYoung(challenges)
  if (challenge === undefined) return undefined
  const { domain, uri, nonce, statement, expirationTime, ...others } = challenge.fields
  const chains = chainIds.filter((id) => challenge.chainIds?.includes(id) ?? true)
  // The SDK would omit these fields or format them differently.
  if (others.scheme || others.requestId || others.notBefore || others.resources) return undefined
  if (chains.length === 0) return undefined
  const request = {
    domain,
    uri,
    nonce,
    statement,
    exp: expirationTime,
    chains: chains.map((id) => `eip155:${id}`),
    // The lifetime of the proposal, in s. 300 is the SDK's default and minimum.
    ttl: 300,
  }
  return { challenge, request }
}

export interface Offer {
  challenge: Issued
  /** The form that the SDK accepts since 2.23. */
  request: object
}

type Issued = Challenge & { format: 'eip4361' }

/**
 * Uses a prefetched challenge or fetches one. If a challenge needs an account, the second step requests it.
 */
async function findYoung(challenges: ConnectOptions['challenges']): Promise<Issued | undefined> {
  const atHand = challenges.getFresh()
  if (atHand?.format === 'text') return undefined
  if (isYoung(atHand)) return atHand
  const next = await challenges.fetchOne({}).catch(() => undefined)
  return isYoung(next) ? next : undefined
}

/**
 * Whether this machine's clock agrees with the server's, because the SDK sets the time of issue by this
 * machine's clock.
 */
function isYoung(challenge: Challenge | undefined): challenge is Issued {
  if (challenge?.format !== 'eip4361') return false
  return Math.abs(Date.now() - Date.parse(challenge.fields.issuedAt)) < 30_000
}
