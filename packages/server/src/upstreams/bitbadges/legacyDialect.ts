import * as v from 'valibot'
import { toHex } from '../../keys/encodings.ts'
import { randomBytes } from '../../keys/randomBytes.ts'
import { problem } from '../../problem.ts'
import { isSuccess, readJson } from '../readAnswer.ts'
import { admit } from './admit.ts'
import type { BitBadgesOptions } from './BitBadgesOptions.ts'
import type { BitBadgesSignIn } from './BitBadgesSignIn.ts'
import type { ChallengeParams, VerifyChallengeOptions } from './ChallengeParams.ts'
import { toPlain } from './compareParams.ts'
import type { BitBadgesApi } from './createApi.ts'
import type { Dialect } from './Dialect.ts'
import { classifyExchangeFailure } from './errors.ts'
import { verifyOffline as verifyHere, type verifyOffline } from './verifyOffline.ts'
import { verifyOnline } from './verifyOnline.ts'
import { FetchAnswer } from './wire.ts'

/**
 * Creates the earlier dialect, with the `blockin` envelope. BitBadges and this server verify the signature, and
 * this server checks that the message belongs to the sign-in that it started.
 */
export function createLegacyDialect(options: BitBadgesOptions, api: BitBadgesApi): Dialect {
  const { issuedAtTimeWindowMs = 600_000 } = options

  /** Reads the sign-in that a code identifies, and checks that BitBadges has verified it. */
  async function read(
    code: string,
    redirectUri: string | undefined,
    asked: VerifyChallengeOptions,
  ): Promise<BitBadgesSignIn> {
    const { beforeVerification: _, ...overHttp } = asked
    const answer = await api.post('/api/v0/siwbbRequest/fetch', {
      code,
      clientId: api.clientId,
      clientSecret: api.clientSecret.reveal(),
      ...(redirectUri === undefined ? {} : { redirectUri }),
      options: overHttp,
    })
    if (!isSuccess(answer)) throw classifyExchangeFailure(answer)
    const { blockin } = readJson(answer, FetchAnswer)
    // A successful status is not enough: the answer must contain the result of the verification.
    if (!blockin.verificationResponse.success) throw problem('message_refused')
    const { message, signature = '', publicKey = '', address } = blockin
    const { secretsPresentations = [], otherSignIns = {}, cosmosAddress } = blockin
    // A reused sign-in has an empty signature, which BitBadges also reports as a success.
    const isReused = signature === '' && options.allowReuseOfBitBadgesSignIn === true
    const signed = { message, signature, publicKey, cosmosAddress }
    const skipSignatureVerification = isReused || asked.skipSignatureVerification
    const params = await verifyHere(signed, {
      ...asked,
      skipSignatureVerification,
      verifiers: options.verifiers,
    } satisfies verifyOffline.Expectation)
    if (params.address !== address) throw problem('message_refused')
    // BitBadges does not verify the envelope when it is fetched, and only this call verifies proofs.
    if (secretsPresentations.length > 0)
      await verifyOnline(
        api,
        { ...signed, secretsPresentations },
        { ...asked, skipSignatureVerification },
      )
    return {
      userId: cosmosAddress,
      address,
      chain: blockin.chain ?? 'Unknown',
      publicKey,
      message,
      signature,
      params,
      otherSignIns,
      secretsPresentations,
      verificationResponse: readVerdict(blockin.verificationResponse),
      tokens: undefined,
    }
  }

  return {
    createPage({ origin, callbackUrl, state }) {
      const memo = createMemo(options, origin)
      const { nonce: _, ...asked } = createParams(options, memo)
      const url = new URL(options.authorizeUrl ?? 'https://bitbadges.io/auth/codegen')
      for (const [name, value] of Object.entries({
        clientId: api.clientId,
        redirectUri: callbackUrl,
        state,
        ...createPageParameters(options),
        challengeParams: JSON.stringify({
          ...asked,
          nonce: memo.nonce,
          address: options.address ?? '',
        }),
      }))
        if (value !== undefined && value !== '') url.searchParams.set(name, value)
      return { url: url.toString(), memo: { ...memo }, expected: createParams(options, memo) }
    },

    async finish({ code, callbackUrl, memo, startedAt }) {
      const signIn = await read(code, callbackUrl, {
        expectedChallengeParams: createParams(options, v.parse(Memo, memo)),
        issuedAtTimeWindowMs,
        earliestIssuedAt: new Date(startedAt - clockToleranceMs).toISOString(),
      })
      assertIsNotOfTheFuture(signIn.params?.issuedAt)
      await admit(options, api, signIn)
      return {
        userId: signIn.userId,
        // This dialect has no credential, so the session exists only on this server.
        credential: {
          userId: signIn.userId,
          issuedAt: signIn.params?.issuedAt ?? '',
          nonce: signIn.params?.nonce ?? '',
        },
      }
    },

    async exchange({ code, redirectUri, options: asked = {} }) {
      const signIn = await read(code, redirectUri, asked)
      await admit(options, api, signIn)
      return signIn
    },
  }
}

/** The values that differ between sign-ins. */
const Memo = v.object({
  origin: v.string(),
  nonce: v.string(),
  expirationDate: v.nullable(v.string()),
  notBefore: v.nullable(v.string()),
})
type Memo = v.InferOutput<typeof Memo>

function createMemo({ expirationDate, notBefore }: BitBadgesOptions, origin: string): Memo {
  const read = (date: string | (() => string) | undefined) =>
    (typeof date === 'function' ? date() : date) ?? null
  return {
    origin,
    nonce: toHex(randomBytes(16)),
    expirationDate: read(expirationDate),
    notBefore: read(notBefore),
  }
}

/** Returns the members that the message must have. Members that are not set here are not checked. */
function createParams(
  options: BitBadgesOptions,
  { origin, nonce, expirationDate, notBefore }: Memo,
): Partial<ChallengeParams> & { nonce: string } {
  const { statement = `Sign in to ${new URL(origin).host}.`, resources = [] } = options
  const { assetOwnershipRequirements: group, address } = options
  return {
    domain: origin,
    statement,
    uri: origin,
    nonce,
    // Always set, because BitBadges' text for a message without resources differs from the signed one.
    resources,
    ...(address === undefined ? {} : { address }),
    ...(expirationDate === null ? {} : { expirationDate }),
    ...(notBefore === null ? {} : { notBefore }),
    ...(group === undefined ? {} : { assetOwnershipRequirements: toPlain(group) }),
  }
}

/**
 * Returns the parameters of the page apart from the message. Like BitBadges, it omits parameters that are
 * false.
 */
function createPageParameters(options: BitBadgesOptions): Record<string, string | undefined> {
  const { allowAddressSelect = options.address === undefined, otherSignIns = [] } = options
  const flag = (value: boolean | undefined) => (value ? 'true' : undefined)
  const secrets = flag(options.expectSecretsPresentations)
  return {
    name: options.name,
    description: options.description,
    image: options.image,
    allowAddressSelect: flag(allowAddressSelect),
    allowReuseOfBitBadgesSignIn: flag(options.allowReuseOfBitBadgesSignIn),
    expectVerifySuccess: flag(options.expectVerifySuccess),
    expectSecretsPresentations: secrets,
    // The parameter's name in later versions.
    expectAttestationsPresentations: secrets,
    otherSignIns: otherSignIns.length === 0 ? undefined : JSON.stringify(otherSignIns),
  }
}

function readVerdict(verdict: {
  success: boolean
  message?: string | undefined
  errorMessage?: string | undefined
}): BitBadgesSignIn['verificationResponse'] {
  const reason = verdict.errorMessage ?? verdict.message
  return { success: verdict.success, ...(reason === undefined ? {} : { errorMessage: reason }) }
}

/** Refuses a message from the future, which BitBadges would accept and which would be valid for too long. */
function assertIsNotOfTheFuture(issuedAt: string | undefined): void {
  const isInTime = Date.parse(issuedAt ?? '') <= Date.now() + clockToleranceMs
  if (!isInTime) throw problem('siwe_issued_at')
}

/**
 * Checks that users can sign in with these options.
 *
 * @throws Error with one sentence.
 */
export function assertIsAskable({
  address,
  allowAddressSelect,
  statement,
}: BitBadgesOptions): void {
  if (allowAddressSelect === false && address === undefined)
    throw new Error(
      'bitbadges: without allowAddressSelect, the page accepts only one account. Pass its address.',
    )
  if (statement !== undefined && !/^[^\r\n]+$/.test(statement))
    throw new Error('bitbadges: statement must be one line and not empty.')
}

const clockToleranceMs = 60_000
