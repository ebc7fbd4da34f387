import type { Challenge } from '@kit/core'
import type { Wishes } from './Wishes.ts'

/**
 * What a wallet may sign with its approval of a connection.
 *
 * @returns `undefined` where one approval cannot do both: there are two steps then.
 * @see {@link https://chainagnostic.org/CAIPs/caip-222}
 */
export async function offerSignIn(
  challenges: Wishes['challenges'],
  chainIds: readonly number[],
): Promise<Offer | undefined> {
  const challenge = await findYoung(challenges)
  if (challenge === undefined) return undefined
  const { domain, uri, nonce, statement, expirationTime, ...others } = challenge.fields
  const chains = chainIds.filter((id) => challenge.chainIds?.includes(id) ?? true)
  // Fields that the SDK would leave out, or write in its own way.
  if (others.scheme || others.requestId || others.notBefore || others.resources) return undefined
  if (chains.length === 0) return undefined
  const request = {
    domain,
    uri,
    nonce,
    statement,
    exp: expirationTime,
    chains: chains.map((id) => `eip155:${id}`),
    // Of the proposal, in s: what the SDK takes without this, and the least that it takes.
    ttl: 300,
  }
  return { challenge, request }
}

export interface Offer {
  challenge: Issued
  /** As the SDK takes it from 2.23 on. */
  request: object
}

type Issued = Challenge & { format: 'eip4361' }

/** At hand or fetched. Where it cannot be had without an account, the second step asks with one. */
async function findYoung(challenges: Wishes['challenges']): Promise<Issued | undefined> {
  const atHand = challenges.getFresh()
  if (atHand?.format === 'text') return undefined
  if (isYoung(atHand)) return atHand
  const next = await challenges.fetchOne({}).catch(() => undefined)
  return isYoung(next) ? next : undefined
}

/** The SDK writes the time of issue, by this machine's clock: it must be the server's, too. */
function isYoung(challenge: Challenge | undefined): challenge is Issued {
  if (challenge?.format !== 'eip4361') return false
  return Math.abs(Date.now() - Date.parse(challenge.fields.issuedAt)) < 30_000
}
