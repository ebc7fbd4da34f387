import { createHash } from 'node:crypto'
import { type Context, Hono } from 'hono'
import { toObject } from '../../readJsonBody.ts'
import type { StandIn, World } from '../../Sandbox.ts'
import { findAccount, toCanonical } from './accounts.ts'
import { addPages } from './addPages.ts'
import { createBlockinMessage, type Params } from './blockin.ts'
import { type Code, createCodes } from './createCodes.ts'
import { createTokens } from './createTokens.ts'
import { defaultKnobs } from './knobs.ts'
import { readBody } from './readBody.ts'
import { verifyBlockin } from './verifyBlockin.ts'

/**
 * Sign In with BitBadges: the approval page, and both ways in which an app uses the resulting code: today's
 * OAuth exchange, and the earlier `blockin` envelope.
 *
 * @see {@link https://docs.bitbadges.io}
 */
export function createBitBadges(world: World): StandIn {
  const codes = createCodes(world.now)
  const tokens = createTokens(world.now)
  let knobs = { ...defaultKnobs }
  const routes = new Hono()

  addPages(routes, codes, () => knobs)

  routes.use('/api/*', async (context, next) => {
    if (context.req.header('x-api-key') === knobs.apiKey) return next()
    return context.json({ errorMessage: 'Unauthorized. Invalid API key.' }, 401)
  })

  routes.post('/api/v0/siwbb/token', async (context) => {
    const body = await readBody(context)
    const { client_id: clientId, client_secret, redirect_uri: redirectUri } = body
    if (typeof clientId !== 'string') return malformed(context)
    if (client_secret !== knobs.clientSecret) return broken(context, 'Invalid client secret.')
    if (body['grant_type'] === 'refresh_token') {
      const pair = tokens.takeRefresh(body['refresh_token'])
      if (pair?.clientId !== clientId) return broken(context, 'Invalid refresh token.')
      // A renewal does not verify anything again.
      return context.json({
        ...describe(pair.address),
        ...tokens.issue(pair.address, clientId, knobs),
      })
    }
    if (body['grant_type'] !== 'authorization_code' || typeof body['code'] !== 'string')
      return malformed(context)
    const code = codes.find(body['code'], readWindow(body['options']))
    // A code can be exchanged once, whether the exchange succeeds or not.
    codes.drop(body['code'])
    if (code === undefined) return broken(context, 'Code not found, already used or too old.')
    if (code.clientId !== clientId || code.redirectUri !== redirectUri)
      return broken(context, 'Invalid client ID or redirect URI.')
    if (
      code.codeChallenge !== undefined &&
      toChallenge(body['code_verifier']) !== code.codeChallenge
    )
      return broken(context, 'Invalid code verifier.')
    const described = describe(code.address)
    if (!knobs.succeeds) {
      const verificationResponse = { success: false, errorMessage: failure }
      return context.json({ ...described, verificationResponse, errorMessage: failure }, 401)
    }
    return context.json({
      ...described,
      verificationResponse: { success: true },
      ...tokens.issue(code.address, clientId, knobs),
    })
  })

  routes.post('/api/v0/siwbb/token/revoke', async (context) => {
    const isRevoked = tokens.revoke((await readBody(context))['token'])
    return isRevoked ? context.json({}) : broken(context, 'Token not found.')
  })

  // Always 200: an ended token means signed out, not an error.
  routes.post('/api/v0/auth/status', (context) => {
    const token = /^Bearer (.+)$/.exec(context.req.header('authorization') ?? '')?.[1] ?? ''
    const pair = tokens.findAccess(token)
    if (pair === undefined) return context.json({ signedIn: false, scopes: [] })
    return context.json({ signedIn: true, ...describe(pair.address), scopes: [] })
  })

  routes.get('/api/v0/claims/success/:claim/:address', (context) => {
    const { claim, address } = context.req.param()
    const count = knobs.claims[claim]?.filter((owner) => owner === address).length ?? 0
    return context.json({ successCount: String(count) })
  })

  routes.post('/api/v0/collection/:collection/balance/:address', (context) => {
    const { collection, address } = context.req.param()
    return context.json({ balances: knobs.balances[collection]?.[address] ?? [] })
  })

  routes.post('/api/v0/siwbbRequest/fetch', async (context) => {
    const { code: text, clientId, clientSecret, redirectUri, options } = await readBody(context)
    if (typeof text !== 'string') return malformed(context)
    if (clientSecret !== knobs.clientSecret) return broken(context, 'Invalid client secret.')
    // Like the earlier real API, this allows fetching the same code repeatedly.
    const code = codes.find(text, knobs.legacyCodeLifetimeSeconds * 1000)
    if (code === undefined) return broken(context, 'Code not found.')
    // The redirect URI is not checked when the code was created without one.
    const isRedirect = code.redirectUri !== undefined
    if (code.clientId !== clientId || (isRedirect && code.redirectUri !== redirectUri))
      return broken(context, 'Invalid client ID or redirect URI.')
    return context.json({ blockin: await createEnvelope(code, toObject(options)) })
  })

  routes.post('/api/v0/siwbbRequest/verify', async (context) => {
    const { message, signature, options, secretsPresentations } = await readBody(context)
    if (typeof message !== 'string' || typeof signature !== 'string') return malformed(context)
    const isMalformed = Array.isArray(secretsPresentations) && !knobs.arePresentationsWellFormed
    const reason = isMalformed
      ? 'Secrets are not well-formed.'
      : await findReason(message, signature, toObject(options))
    if (reason === undefined) return context.json({ success: true })
    return context.json({ success: false, errorMessage: `${reason} ` }, 401)
  })

  /**
   * Lists requests that were approved without an app waiting for them. Today this is a GET; it used to be a
   * POST.
   */
  async function listRequests(context: Context, clientId: unknown, bookmark: unknown) {
    if (context.req.header('cookie') !== knobs.ownerCookie)
      return broken(context, 'You are not the owner of this app.')
    const all = codes
      .list()
      .filter(({ code }) => code.clientId === clientId && code.redirectUri === undefined)
      .toReversed()
    const start = Number(bookmark || 0)
    const end = start + knobs.requestsPerPage
    const page = all.slice(start, end).map(async ({ text, code }) => {
      // A request is verified only when it is fetched.
      const envelope =
        code.dialect === 'legacy' ? await createEnvelope(code, {}) : describe(code.address)
      return {
        _docId: text,
        clientId: code.clientId,
        createdAt: String(code.issuedAt),
        ...envelope,
        verificationResponse: undefined,
      }
    })
    return context.json({
      siwbbRequests: await Promise.all(page),
      // This is also true if the page is exactly full, so an empty page may follow.
      pagination: { bookmark: String(end), hasMore: end <= all.length },
    })
  }

  routes.get('/api/v0/developerApps/siwbbRequests', (context) =>
    listRequests(context, context.req.query('clientId'), context.req.query('bookmark')),
  )
  routes.post('/api/v0/developerApp/siwbbRequests', async (context) => {
    const { clientId, bookmark } = await readBody(context)
    return listRequests(context, clientId, bookmark)
  })

  /** How long after its issue a code can be exchanged, in ms. An app sends 0 for "without limit". */
  function readWindow(options: unknown): number {
    const { issuedAtTimeWindowMs = knobs.codeLifetimeSeconds * 1000 } = toObject(options)
    return Number(issuedAtTimeWindowMs) || Number.POSITIVE_INFINITY
  }

  async function createEnvelope(code: Code, options: Params) {
    const { address, challengeParams } = code
    const issuedAt = new Date(code.issuedAt).toISOString()
    // The real API stores the parameters, so a message without resources comes back with an empty list.
    const params: Params = {
      version: '1',
      chainId: '1',
      resources: [],
      ...challengeParams,
      address,
      issuedAt,
    }
    const message = createBlockinMessage(params)
    const signed = createBlockinMessage({ ...params, resources: challengeParams['resources'] })
    const isReused = knobs.reusesSignIn && code.allowsReuse
    const signature = isReused ? '' : ((await findAccount(address)?.sign(signed)) ?? '')
    const asked = isReused ? { ...options, skipSignatureVerification: true } : options
    const reason = knobs.succeeds ? await findReason(message, signature, asked) : failure
    const isRefused = reason !== undefined && (knobs.verifies || !knobs.succeeds)
    const others = knobs.hasOtherSignIns ? code.otherSignIns : []
    return {
      ...describe(address),
      cosmosAddress: toCanonical(address),
      message,
      signature,
      publicKey: '',
      params,
      options,
      // The documented type calls the reason `errorMessage`, but the server of that time wrote `message`.
      verificationResponse: isRefused ? { success: false, message: reason } : { success: true },
      secretsPresentations: knobs.presentations,
      otherSignIns: Object.fromEntries(
        others.map((name) => [name, { id: `${name}-1`, username: 'ada' }]),
      ),
      ...(isReused ? { allowReuseOfBitBadgesSignIn: true } : {}),
    }
  }

  /** Why the verification fails; `undefined` if it succeeds. */
  async function findReason(message: string, signature: string, options: Params) {
    const state = { now: world.now(), balances: knobs.balances }
    return verifyBlockin(message, signature, options, state).then(
      () => undefined,
      (error: Error) => error.message,
    )
  }

  return {
    routes,
    reset() {
      codes.reset()
      tokens.reset()
      knobs = { ...defaultKnobs }
    },
    turn(changes) {
      for (const name of Object.keys(changes))
        if (!(name in defaultKnobs)) throw new Error(`bitbadges has no knob called ${name}.`)
      knobs = { ...knobs, ...changes }
    },
  }
}

const failure = 'Assets are missing. '

function describe(address: string) {
  const chain = findAccount(address)?.chain ?? 'Ethereum'
  return { address, chain, bitbadgesAddress: toCanonical(address) }
}

/** The S256 transformation of RFC 7636. */
function toChallenge(verifier: unknown): string {
  return createHash('sha256').update(String(verifier)).digest('base64url')
}

/** The real API answers every failure with 500, including the caller's mistakes. */
function broken(context: Context, errorMessage: string): Response {
  return context.json({ errorMessage }, 500)
}

function malformed(context: Context): Response {
  return context.json({ errorMessage: 'Invalid request payload. A member is missing.' }, 400)
}
