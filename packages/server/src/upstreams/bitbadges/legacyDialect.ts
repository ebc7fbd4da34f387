import type { Secret } from '../../audit/Secret.ts'
import { toHex } from '../../keys/createKeys.ts'
import { randomBytes } from '../../keys/randomBytes.ts'
import { problem } from '../../problem.ts'
import type { UpstreamAnswer } from '../createUpstreamFetch.ts'
import { readJson } from '../readAnswer.ts'
import type { Json, RedirectUpstream } from '../Upstream.ts'
import type { BitBadgesOptions } from './BitBadgesOptions.ts'
import { classifyExchangeFailure } from './errors.ts'
import { assertSigner } from './verifyOffline.ts'
import { FetchAnswer } from './wire.ts'

/**
 * The `blockin` envelope of before. BitBadges says that the cryptography holds; who asked, when, and what
 * for is checked here, against what this sign-in began with.
 */
export function createLegacyDialect(
  options: BitBadgesOptions & {
    post: (path: string, body: Json) => Promise<UpstreamAnswer>
    clientSecret: Secret
    readCode: (query: URLSearchParams) => string
  },
): RedirectUpstream {
  const { clientId, clientSecret, post, readCode } = options
  const { issuedAtTimeWindowMs = 600_000, allowBlankSignature = false } = options

  return {
    async start({ state, callbackUrl }) {
      const { origin } = new URL(callbackUrl)
      const params = {
        domain: origin,
        statement: `Sign in to ${new URL(origin).host}.`,
        uri: origin,
        nonce: toHex(randomBytes(16)),
      }
      const url = new URL(options.authorizeUrl ?? 'https://bitbadges.io/auth/codegen')
      url.searchParams.set('clientId', clientId)
      url.searchParams.set('redirectUri', callbackUrl)
      url.searchParams.set('state', state)
      url.searchParams.set('challengeParams', JSON.stringify({ ...params, address: '' }))
      if (allowBlankSignature) url.searchParams.set('allowReuseOfBitBadgesSignIn', 'true')
      return { url: url.toString(), memo: params }
    },

    async finish({ query, callbackUrl, memo, startedAt }) {
      const expected = memo as Record<string, string>
      const answer = await post('/api/v0/siwbbRequest/fetch', {
        code: readCode(query),
        clientId,
        clientSecret: clientSecret.reveal(),
        redirectUri: callbackUrl,
        options: {
          expectedChallengeParams: expected,
          issuedAtTimeWindowMs,
          earliestIssuedAt: new Date(startedAt - clockToleranceMs).toISOString(),
        },
      })
      if (answer.status !== 200) throw classifyExchangeFailure(answer)
      const { blockin } = readJson(answer, FetchAnswer)
      // 1. A success by its status alone is none.
      if (!blockin.verificationResponse.success) throw problem('message_refused')
      // 2. What we asked for, and nothing else.
      for (const [name, value] of Object.entries(expected))
        if (blockin.params[name] !== value) throw problem('message_refused')
      assertIssuedInTime(blockin.params['issuedAt'], startedAt, issuedAtTimeWindowMs)
      // 3. The signature, where there must be one, under the text that names our nonce.
      await assertSigned(blockin, expected['nonce'] ?? '', allowBlankSignature)
      // 4. What was presented beside it.
      const isAccepted = await options.acceptPresentations?.({
        userId: blockin.cosmosAddress,
        wellFormedButUntrusted: blockin.secretsPresentations ?? [],
        params: blockin.params,
      })
      if (isAccepted === false) throw problem('message_refused')
      // 5. What was required: an asset that was lent opens one session, and no more.
      for (const asset of readAssets(blockin.params['assetOwnershipRequirements'])) {
        const claim = { asset, userId: blockin.cosmosAddress }
        if ((await options.claimAsset?.(claim)) === false) throw problem('message_refused')
      }
      return {
        userId: blockin.cosmosAddress,
        // There is no credential in this dialect: the session is ours alone.
        credential: {
          userId: blockin.cosmosAddress,
          issuedAt: String(blockin.params['issuedAt']),
          nonce: expected['nonce'] ?? '',
        },
      }
    },
  }
}

function assertIssuedInTime(issuedAt: unknown, startedAt: number, windowMs: number): void {
  const time = typeof issuedAt === 'string' ? Date.parse(issuedAt) : Number.NaN
  const isInTime =
    time >= startedAt - clockToleranceMs && time <= startedAt + windowMs + clockToleranceMs
  if (!isInTime) throw problem('siwe_issued_at')
}

/** A blank signature is what a reused sign-in looks like: the upstream calls that a success, too. */
async function assertSigned(
  blockin: {
    address: string
    message: string
    signature?: string | undefined
    chain?: string | undefined
  },
  nonce: string,
  allowBlankSignature: boolean,
): Promise<void> {
  const { address, message, signature = '' } = blockin
  if (signature === '') {
    if (allowBlankSignature) return
    throw problem('signature_rejected')
  }
  // Other chains' signatures are the upstream's to check; Ethereum's are checked here as well.
  if (!/^0x[0-9a-fA-F]{40}$/.test(address)) return
  if (!message.split('\n').includes(`Nonce: ${nonce}`)) throw problem('message_refused')
  await assertSigner({ message, signature, address })
}

/** Each asset by a text of its own: collection and token ids, of whichever form the requirement has. */
function readAssets(requirements: unknown): string[] {
  if (typeof requirements !== 'object' || requirements === null) return []
  if (Array.isArray(requirements)) return requirements.flatMap(readAssets)
  const { assets, $and, $or } = requirements as Record<string, unknown>
  if (!Array.isArray(assets)) return [...readAssets($and), ...readAssets($or)]
  return assets.map((asset) => JSON.stringify(asset))
}

const clockToleranceMs = 60_000
