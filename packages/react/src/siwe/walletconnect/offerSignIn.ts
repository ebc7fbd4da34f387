import type { Challenge } from '@kit/core'
import type { ConnectOptions } from './ConnectOptions.ts'

/**
 * What a wallet can sign together with its approval of a connection.
 *
 * @returns `undefined` if one approval cannot do both, in which case there are two steps.
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
  // The SDK would omit these fields or write them differently.
  if (others.scheme || others.requestId || others.notBefore || others.resources) return undefined
  if (chains.length === 0) return undefined
  const request = {
    domain,
    uri,
    nonce,
    statement,
    exp: expirationTime,
    chains: chains.map((id) => `eip155:${id}`),
    // The lifetime of the proposal, in s. This is the SDK's default and its minimum.
    ttl: 300,
  }
  return { challenge, request }
}

export interface Offer {
  challenge: Issued
  /** The form that the SDK accepts from 2.23 on. */
  request: object
}

type Issued = Challenge & { format: 'eip4361' }

/** Uses a prefetched challenge or fetches one. */
async function findYoung(challenges: ConnectOptions['challenges']): Promise<Issued | undefined> {
  if (challenges === undefined) return undefined
  const atHand = challenges.getFresh()
  if (atHand?.format === 'text') return undefined
  if (isYoung(atHand)) return atHand
  const next = await challenges.fetchOne({}).catch(() => undefined)
  return isYoung(next) ? next : undefined
}

/** The SDK sets the time of issue by this machine's clock, which must agree with the server's. */
function isYoung(challenge: Challenge | undefined): challenge is Issued {
  if (challenge?.format !== 'eip4361') return false
  return Math.abs(Date.now() - Date.parse(challenge.fields.issuedAt)) < 30_000
}
