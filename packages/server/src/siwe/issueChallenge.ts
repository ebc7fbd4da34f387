import type { Challenge } from '@kit/core'
import type { AuthContext } from '../AuthContext.ts'
import { toHex } from '../keys/encodings.ts'
import { primitives } from '../keys/platformPrimitives.ts'
import { randomBytes } from '../keys/randomBytes.ts'
import { problem } from '../problem.ts'
import type { Exchange } from '../routes/Exchange.ts'
import { readLogin, writeLogin } from '../session/loginState.ts'
import type { SiweUpstream } from '../upstreams/Upstream.ts'
import { issueNonce } from './nonce.ts'

/** Returns what the user has to sign: EIP-4361 fields with a nonce, or a text that the upstream wrote. */
export async function issueChallenge(
  context: AuthContext,
  exchange: Exchange,
  siwe: SiweUpstream,
  account: { address?: string | undefined; chainId?: number | undefined },
): Promise<Challenge> {
  const { cookies, origin } = exchange
  const now = context.now()
  const expiresAt = now + context.siwe.challengeLifetimeSeconds * 1000
  const { chainIds } = context.siwe
  if (account.chainId !== undefined && chainIds?.includes(account.chainId) === false)
    throw problem('siwe_chain_not_allowed')
  const answer = await siwe.createChallenge?.({
    address: account.address,
    chainId: account.chainId,
    domain: siwe.domain ?? new URL(origin).host,
  })

  if (answer === undefined) {
    const former = await readLogin(context, cookies)
    // If the cookie lasts longer than the challenge, it is not set again, because another tab may be using it.
    const login =
      former !== undefined && former.endsAt > expiresAt
        ? former
        : await writeLogin(context, cookies, {})
    const nonce = await issueNonce(context, { loginId: login.id, origin, issuedAt: now })
    return toFields(context, siwe, { origin, nonce, now, expiresAt })
  }

  const endsAt = 'message' in answer ? Math.min(answer.expiresAt, expiresAt) : expiresAt
  // Without this check, the user would sign an expired text.
  if (endsAt <= now)
    throw problem('upstream_invalid_answer', {
      cause: new Error('The text had expired when it arrived: compare both clocks.'),
    })
  const key = 'message' in answer ? await digest(answer.message) : answer.nonce
  const former = await readLogin(context, cookies)
  const open = (former?.challenges ?? []).filter((challenge) => challenge.expiresAt > now)
  await writeLogin(context, cookies, {
    challenges: [
      ...open.slice(-(maxOpenChallenges - 1)),
      {
        id: toHex(randomBytes(16)),
        key,
        account,
        issuedAt: now,
        expiresAt: endsAt,
        memo: answer.memo ?? null,
      },
    ],
  })
  if ('nonce' in answer)
    return toFields(context, siwe, { origin, nonce: answer.nonce, now, expiresAt: endsAt })
  return { format: 'text', message: answer.message, expiresAt: new Date(endsAt).toISOString() }
}

/** Returns the statement, the line of the message that explains it to the user. */
export function findStatement({ siwe }: AuthContext, domain: string): string {
  return siwe.statement ?? `Sign in to ${domain}.`
}

/**
 * Returns the scheme that the message names: `http` for a page with such an origin, if the upstream can read it.
 *
 * @see {@link https://eips.ethereum.org/EIPS/eip-4361#verifying-the-request-origin}
 */
export function findScheme(
  { readsScheme, domain }: SiweUpstream,
  origin: string,
): 'http' | undefined {
  const canNameScheme = domain === undefined && readsScheme === true
  return canNameScheme && origin.startsWith('http:') ? 'http' : undefined
}

/** Returns a short digest of a text that is too long for a key. */
export async function digest(text: string): Promise<string> {
  return primitives.digest(text, 'hex')
}

function toFields(
  context: AuthContext,
  siwe: SiweUpstream,
  issue: { origin: string; nonce: string; now: number; expiresAt: number },
): Challenge {
  const { origin, nonce, now, expiresAt } = issue
  const { chainIds } = context.siwe
  const domain = siwe.domain ?? new URL(origin).host
  const scheme = findScheme(siwe, origin)
  return {
    format: 'eip4361',
    fields: {
      ...(scheme && { scheme }),
      domain,
      statement: findStatement(context, domain),
      uri: siwe.uri ?? origin,
      version: '1',
      nonce,
      issuedAt: new Date(now).toISOString(),
      expirationTime: new Date(now + siwe.messageLifetimeSeconds * 1000).toISOString(),
    },
    ...(chainIds && { chainIds: [...chainIds] }),
    expiresAt: new Date(expiresAt).toISOString(),
  }
}

/** How many tabs may have an open challenge at the same time. */
const maxOpenChallenges = 4
