import * as v from 'valibot'
import { problem } from '../../problem.ts'
import { isSuccess, readJson } from '../readAnswer.ts'
import type { Json, RenewedCredential } from '../Upstream.ts'
import { admit } from './admit.ts'
import type { BitBadgesOptions } from './BitBadgesOptions.ts'
import type { BitBadgesSignIn, BitBadgesTokens } from './BitBadgesSignIn.ts'
import type { BitBadgesApi } from './createApi.ts'
import type { Dialect, ExchangeRequest } from './Dialect.ts'
import { classifyExchangeFailure } from './errors.ts'
import { readTokens } from './readTokens.ts'
import { ClaimAnswer, TokenAnswer } from './wire.ts'

/** Creates the current dialect, in which a code is exchanged for an access token and a refresh token (OAuth). */
export function createOauthDialect(
  options: BitBadgesOptions,
  api: BitBadgesApi,
): Dialect & OauthCalls {
  async function exchange(request: ExchangeRequest): Promise<BitBadgesSignIn> {
    assertIsOauth(request)
    const { code, redirectUri, codeVerifier } = request
    const windowMs = request.options?.issuedAtTimeWindowMs ?? options.issuedAtTimeWindowMs
    const answer = await postToken(api, {
      grant_type: 'authorization_code',
      code,
      ...(redirectUri === undefined ? {} : { redirect_uri: redirectUri }),
      ...(windowMs === undefined ? {} : { options: { issuedAtTimeWindowMs: windowMs } }),
      ...(codeVerifier === undefined ? {} : { code_verifier: codeVerifier }),
    })
    // A successful status is not enough: the answer must contain the result of the verification.
    if (answer.verificationResponse?.success !== true) throw problem('message_refused')
    const tokens = readTokens(answer)
    const signIn: BitBadgesSignIn = {
      userId: tokens.userId,
      address: answer.address,
      chain: answer.chain ?? 'Unknown',
      publicKey: undefined,
      message: undefined,
      signature: undefined,
      params: undefined,
      otherSignIns: {},
      secretsPresentations: [],
      verificationResponse: { success: true },
      tokens,
    }
    await assertHasClaimed(options, api, answer.address)
    await admit(options, api, signIn)
    await options.onTokens?.(tokens)
    return signIn
  }

  return {
    createPage({ callbackUrl, state, codeChallenge }) {
      const challenge = options.pkce ? codeChallenge : undefined
      const url = new URL(options.authorizeUrl ?? 'https://bitbadges.io/siwbb/authorize')
      for (const [name, value] of Object.entries({
        client_id: api.clientId,
        redirect_uri: callbackUrl,
        state,
        scope: options.scope?.join(','),
        claimId: options.claimId,
        hideIfAlreadyClaimed: options.hideIfAlreadyClaimed ? 'true' : undefined,
        expectVerifySuccess: options.expectVerifySuccess ? 'true' : undefined,
        code_challenge: challenge,
        code_challenge_method: challenge && 'S256',
      }))
        if (value !== undefined) url.searchParams.set(name, value)
      return { url: url.toString(), memo: null }
    },

    async finish({ code, callbackUrl, codeVerifier }) {
      const { userId, address, tokens } = await exchange({
        code,
        redirectUri: callbackUrl,
        codeVerifier: options.pkce ? codeVerifier : undefined,
      })
      if (tokens === undefined) throw problem('upstream_invalid_answer')
      return {
        userId,
        credential: toCredential(tokens, callbackUrl, options.onTokens !== undefined),
        expiresAt: tokens.accessTokenExpiresAt,
        // The session shows only Ethereum addresses.
        ...(/^0x[0-9a-fA-F]{40}$/.test(address) ? { address } : {}),
      }
    },

    exchange,

    async refresh(refreshToken, redirectUri) {
      const answer = await postToken(api, {
        grant_type: 'refresh_token',
        refresh_token: refreshToken,
        ...(redirectUri === undefined ? {} : { redirect_uri: redirectUri }),
      })
      if (answer.verificationResponse?.success === false) throw problem('message_refused')
      return readTokens(answer)
    },

    async renew(credential) {
      const { refreshToken, redirectUri } = readCredential(credential)
      if (refreshToken === null) throw problem('session_expired')
      const tokens = await this.refresh(refreshToken, redirectUri).catch((error: unknown) => {
        // The token was used, revoked or has expired. In each case the user has to sign in again.
        throw hasCode(error, 'redirect_state_invalid') ? problem('session_expired') : error
      })
      return {
        credential: toCredential(tokens, redirectUri, false),
        expiresAt: tokens.accessTokenExpiresAt,
      }
    },
  }
}

/** The calls that only this dialect has. */
export interface OauthCalls {
  refresh(refreshToken: string, redirectUri?: string): Promise<BitBadgesTokens>
  renew(credential: Json): Promise<RenewedCredential>
}

/** Reads a session's tokens from its credential. */
export function readCredential(credential: Json): v.InferOutput<typeof Credential> {
  return v.parse(Credential, credential)
}

const Credential = v.object({
  accessToken: v.string(),
  /** Null if the app renews the tokens, or if BitBadges returns no refresh token. */
  refreshToken: v.nullable(v.string()),
  redirectUri: v.string(),
})

function toCredential(tokens: BitBadgesTokens, redirectUri: string, isKeptByApp: boolean): Json {
  return {
    accessToken: tokens.accessToken.reveal(),
    refreshToken: isKeptByApp ? null : (tokens.refreshToken?.reveal() ?? null),
    redirectUri,
  }
}

async function postToken(
  { post, clientId, clientSecret }: BitBadgesApi,
  body: object,
): Promise<v.InferOutput<typeof TokenAnswer>> {
  const answer = await post('/api/v0/siwbb/token', {
    ...body,
    client_id: clientId,
    client_secret: clientSecret.reveal(),
  })
  if (!isSuccess(answer)) throw classifyExchangeFailure(answer)
  return readJson(answer, TokenAnswer)
}

/** Checks the claim on the server, because the user could remove the page's check from its URL. */
async function assertHasClaimed(
  { claimId, expectVerifySuccess }: BitBadgesOptions,
  { fetch }: BitBadgesApi,
  address: string,
): Promise<void> {
  if (claimId === undefined || expectVerifySuccess !== true) return
  const path = [claimId, address].map(encodeURIComponent).join('/')
  const answer = await fetch(`/api/v0/claims/success/${path}`, { method: 'GET' })
  if (!isSuccess(answer)) throw classifyExchangeFailure(answer)
  if (!(Number(readJson(answer, ClaimAnswer).successCount) >= 1)) throw problem('message_refused')
}

/** Refuses options of the other dialect. Otherwise they would seem to be checked here. */
function assertIsOauth({ options = {} }: ExchangeRequest): void {
  const [unknown] = Object.keys(options).filter((name) => name !== 'issuedAtTimeWindowMs')
  if (unknown !== undefined)
    throw new TypeError(`bitbadges: "${unknown}" is an option of the legacy dialect.`)
}

function hasCode(error: unknown, code: string): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === code
}
