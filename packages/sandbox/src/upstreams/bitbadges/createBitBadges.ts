import { type Context, Hono } from 'hono'
import type { StandIn, World } from '../../Sandbox.ts'
import { findAccount, toCanonical } from './accounts.ts'
import { addPages } from './addPages.ts'
import { createBlockinMessage, type Params, verifyBlockin } from './blockin.ts'
import { type Code, createCodes } from './createCodes.ts'
import { createTokens } from './createTokens.ts'
import { defaultKnobs } from './knobs.ts'
import { toObject } from './toObject.ts'

/**
 * Sign In with BitBadges: the page that approves, and the two dialects of what an app does with the code
 * that it gives: the OAuth exchange of today, and the `blockin` envelope of before.
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
      return context.json({
        ...describe(pair.address),
        verificationResponse: { success: true },
        ...tokens.issue(pair.address, clientId, knobs),
      })
    }
    if (body['grant_type'] !== 'authorization_code' || typeof body['code'] !== 'string')
      return malformed(context)
    const code = codes.find(body['code'], knobs.codeLifetimeSeconds)
    // Right or wrong, one exchange for each code.
    codes.drop(body['code'])
    if (code === undefined) return broken(context, 'Code not found or already used.')
    if (code.clientId !== clientId || code.redirectUri !== redirectUri)
      return broken(context, 'Invalid client ID or redirect URI.')
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
    tokens.revoke((await readBody(context))['token'])
    return context.json({})
  })

  routes.post('/api/v0/auth/status', (context) => {
    const token = /^Bearer (.+)$/.exec(context.req.header('authorization') ?? '')?.[1] ?? ''
    const pair = tokens.findAccess(token)
    if (pair === undefined) return context.json({ errorMessage: 'Unauthorized.' }, 401)
    return context.json({ signedIn: true, ...describe(pair.address), scopes: [] })
  })

  routes.post('/api/v0/siwbbRequest/fetch', async (context) => {
    const { code: text, clientId, clientSecret, redirectUri, options } = await readBody(context)
    if (typeof text !== 'string') return malformed(context)
    if (clientSecret !== knobs.clientSecret) return broken(context, 'Invalid client secret.')
    // As the real one of that time: the same code answers again.
    const code = codes.find(text, knobs.legacyCodeLifetimeSeconds)
    if (code === undefined) return broken(context, 'Code not found.')
    if (code.clientId !== clientId || code.redirectUri !== redirectUri)
      return broken(context, 'Invalid client ID or redirect URI.')
    return context.json({ blockin: await createEnvelope(code, toObject(options)) })
  })

  routes.post('/api/v0/siwbbRequest/verify', async (context) => {
    const { message, signature, options } = await readBody(context)
    if (typeof message !== 'string' || typeof signature !== 'string') return malformed(context)
    const reason = await findReason(message, signature, toObject(options))
    if (reason === undefined) return context.json({ success: true })
    return context.json({ success: false, errorMessage: reason }, 401)
  })

  /** Requests that were approved without an app that waits for them. GET today, POST before. */
  function listRequests(context: Context, clientId: unknown, bookmark: unknown): Response {
    if (context.req.header('cookie') !== knobs.ownerCookie)
      return broken(context, 'You are not the owner of this app.')
    const all = codes.list().filter(({ code }) => code.clientId === clientId)
    const start = Number(bookmark || 0)
    const end = start + knobs.requestsPerPage
    return context.json({
      siwbbRequests: all.slice(start, end).map(({ text, code }) => ({
        code: text,
        clientId: code.clientId,
        createdAt: String(code.issuedAt),
        ...describe(code.address),
      })),
      pagination: { bookmark: String(end), hasMore: end < all.length },
    })
  }

  routes.get('/api/v0/developerApps/siwbbRequests', (context) =>
    listRequests(context, context.req.query('clientId'), context.req.query('bookmark')),
  )
  routes.post('/api/v0/developerApp/siwbbRequests', async (context) => {
    const { clientId, bookmark } = await readBody(context)
    return listRequests(context, clientId, bookmark)
  })

  async function createEnvelope(code: Code, options: object) {
    const { address, challengeParams } = code
    const issuedAt = new Date(code.issuedAt).toISOString()
    const params: Params = { version: '1', chainId: '1', ...challengeParams, address, issuedAt }
    const message = createBlockinMessage(params, 'Ethereum')
    const isReused = knobs.reusesSignIn && code.allowsReuse
    const signature = isReused ? '' : ((await findAccount(address)?.sign?.(message)) ?? '')
    const asked = isReused ? { ...options, skipSignatureVerification: true } : options
    const reason = knobs.succeeds ? await findReason(message, signature, asked) : failure
    const isRefused = reason !== undefined && (knobs.verifies || !knobs.succeeds)
    return {
      ...describe(address),
      cosmosAddress: toCanonical(address),
      message,
      signature,
      params,
      options,
      // Its type calls the reason `errorMessage`; the server of that time wrote `message`.
      verificationResponse: isRefused ? { success: false, message: reason } : { success: true },
      secretsPresentations: knobs.presentations,
      ...(isReused ? { allowReuseOfBitBadgesSignIn: true } : {}),
    }
  }

  /** Why the verification fails; `undefined` where it does not. */
  async function findReason(message: string, signature: string, options: object) {
    return verifyBlockin(message, signature, options, world.now()).then(
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

/** Whatever goes wrong is a 500 there, also what the caller did wrong. */
function broken(context: Context, errorMessage: string): Response {
  return context.json({ errorMessage }, 500)
}

function malformed(context: Context): Response {
  return context.json({ errorMessage: 'Invalid request payload. A member is missing.' }, 400)
}

async function readBody(context: Context): Promise<Record<string, unknown>> {
  return toObject(await context.req.json().catch(() => undefined))
}
