import { randomBytes } from 'node:crypto'
import { type Context, Hono } from 'hono'
import { privateKeyToAccount } from 'viem/accounts'
import type { StandIn, World } from '../../Sandbox.ts'
import { createApprovalPage } from './createApprovalPage.ts'

/**
 * Sign In with BitBadges: the page that approves, and the two dialects of what an app does with the code
 * that it gives: the OAuth exchange of today, and the `blockin` envelope of before.
 *
 * @see {@link https://docs.bitbadges.io}
 */
export function createBitBadges(world: World): StandIn {
  const codes = new Map<string, Code>()
  const tokens = new Map<string, { address: string; endsAt: number }>()
  let knobs = { ...defaultKnobs }
  const routes = new Hono()

  for (const path of ['/siwbb/authorize', '/auth/codegen']) {
    routes.get(path, (context) => {
      const { clientId } = readRequest(context)
      return context.html(createApprovalPage(clientId, Object.keys(accounts)))
    })
    routes.post(path, async (context) => {
      const request = readRequest(context)
      const form = await context.req.formData()
      const back = new URL(request.redirectUri)
      if (request.state !== undefined) back.searchParams.set('state', request.state)
      if (form.get('answer') !== 'approve') back.searchParams.set('error', 'access_denied')
      else {
        const code = randomBytes(32).toString('hex')
        codes.set(code, { ...request, address: String(form.get('address')), issuedAt: world.now() })
        back.searchParams.set('code', code)
      }
      return context.redirect(back.toString())
    })
  }

  routes.use('/api/*', async (context, next) => {
    if (context.req.header('x-api-key') !== knobs.apiKey)
      return context.json({ errorMessage: 'Unauthorized. Invalid API key.' }, 401)
    return next()
  })

  routes.post('/api/v0/siwbb/token', async (context) => {
    const body = await readBody(context)
    if (body['client_secret'] !== knobs.clientSecret)
      return broken(context, 'Invalid client secret.')
    if (body['grant_type'] === 'refresh_token') {
      const address = tokens.get(String(body['refresh_token']))?.address
      if (address === undefined) return broken(context, 'Invalid refresh token.')
      tokens.delete(String(body['refresh_token']))
      return context.json(issueTokens(address))
    }
    const code = takeCode(body['code'])
    if (code === undefined) return broken(context, 'Code not found or already used.')
    if (code.redirectUri !== body['redirect_uri']) return broken(context, 'Invalid redirect URI.')
    if (!knobs.succeeds)
      return context.json(
        { ...describe(code), verificationResponse: failure, errorMessage: 'no' },
        401,
      )
    return context.json({
      ...describe(code),
      verificationResponse: { success: true },
      ...issueTokens(code.address),
    })
  })

  routes.post('/api/v0/siwbb/token/revoke', async (context) => {
    const { token } = await readBody(context)
    tokens.delete(String(token))
    return context.json({})
  })

  routes.post('/api/v0/auth/status', (context) => {
    const token = /^Bearer (.+)$/.exec(context.req.header('authorization') ?? '')?.[1] ?? ''
    const found = tokens.get(token)
    const isSignedIn = found !== undefined && world.now() < found.endsAt
    if (!isSignedIn) return context.json({ errorMessage: 'Unauthorized.' }, 401)
    return context.json({ signedIn: true, address: found.address, scopes: [] })
  })

  routes.post('/api/v0/siwbbRequest/fetch', async (context) => {
    const { code: text, clientSecret, redirectUri, options = {} } = await readBody(context)
    if (clientSecret !== knobs.clientSecret) return broken(context, 'Invalid client secret.')
    // As the real one of that time: the same code answers again.
    const code = codes.get(String(text))
    if (code === undefined) return broken(context, 'Code not found.')
    if (code.redirectUri !== redirectUri) return broken(context, 'Invalid redirect URI.')
    return context.json({ blockin: await createEnvelope(code, options as object) })
  })

  async function createEnvelope(code: Code, options: object) {
    const account = accounts[code.address]
    const issuedAt = new Date(code.issuedAt).toISOString()
    const params = { ...code.challengeParams, address: code.address, issuedAt, chainId: '1' }
    const message = createBlockinMessage(params)
    const signature = knobs.reusesSignIn ? '' : await account?.signMessage({ message })
    return {
      ...describe(code),
      cosmosAddress: toCanonical(code.address),
      message,
      signature,
      params,
      options,
      // The text of a failure stands in one of two members.
      verificationResponse: knobs.succeeds ? { success: true } : failure,
      secretsPresentations: [],
      ...(knobs.reusesSignIn ? { allowReuseOfBitBadgesSignIn: true } : {}),
    }
  }

  function takeCode(text: unknown): Code | undefined {
    const code = codes.get(String(text))
    codes.delete(String(text))
    return code && world.now() < code.issuedAt + 600_000 ? code : undefined
  }

  function issueTokens(address: string) {
    const [access, refresh] = [randomBytes(24).toString('hex'), randomBytes(24).toString('hex')]
    const endsAt = world.now() + 86_400_000
    tokens.set(access, { address, endsAt })
    tokens.set(refresh, { address, endsAt: endsAt + 59 * 86_400_000 })
    return {
      access_token: access,
      token_type: 'Bearer',
      // Numbers come as texts.
      access_token_expires_at: String(endsAt),
      refresh_token: refresh,
      refresh_token_expires_at: String(endsAt + 59 * 86_400_000),
    }
  }

  return {
    routes,
    reset() {
      codes.clear()
      tokens.clear()
      knobs = { ...defaultKnobs }
    },
    turn(changes) {
      for (const name of Object.keys(changes))
        if (!(name in defaultKnobs)) throw new Error(`bitbadges has no knob called ${name}.`)
      knobs = { ...knobs, ...changes }
    },
  }
}

type Code = ReturnType<typeof readRequest> & { address: string; issuedAt: number }

const defaultKnobs = {
  apiKey: 'sandbox-api-key',
  clientSecret: 'sandbox-client-secret',
  reusesSignIn: false,
  succeeds: true,
}

const failure = { success: false, message: 'Assets are missing.' }

/** Both dialects of the page's parameters. */
function readRequest(context: Context) {
  const query = context.req.query()
  return {
    clientId: query['client_id'] ?? query['clientId'] ?? '',
    redirectUri: query['redirect_uri'] ?? query['redirectUri'] ?? '',
    state: query['state'],
    challengeParams: readParams(query['challengeParams']),
  }
}

function readParams(text: string | undefined): Record<string, string> {
  try {
    return JSON.parse(text ?? '{}')
  } catch {
    // What is no JSON says nothing.
    return {}
  }
}

function describe({ address }: Code) {
  const canonical = toCanonical(address)
  return { address, chain: 'Ethereum', bitbadgesAddress: canonical }
}

/** One name for one account, whatever chain it signs on. */
function toCanonical(address: string): string {
  return `bb1${address.slice(2).toLowerCase()}`
}

function createBlockinMessage(params: Record<string, string>): string {
  return `${params['domain']} wants you to sign in with your Ethereum account:\n${params['address']}\n\n${params['statement']}\n\nURI: ${params['uri']}\nVersion: 1\nChain ID: 1\nNonce: ${params['nonce']}\nIssued At: ${params['issuedAt']}`
}

/** Whatever goes wrong is a 500 there, also what the caller did wrong. */
function broken(context: Context, errorMessage: string): Response {
  return context.json({ errorMessage }, 500)
}

async function readBody(context: Context): Promise<Record<string, unknown>> {
  const body: unknown = await context.req.json().catch(() => undefined)
  return typeof body === 'object' && body !== null ? { ...body } : {}
}

/** Accounts of local development chains, whose keys everyone knows. */
const keys = [
  '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80',
  '0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d',
] as const
const accounts = Object.fromEntries(
  keys.map((key) => {
    const account = privateKeyToAccount(key)
    return [account.address, account]
  }),
)
