import { randomUUID } from 'node:crypto'
import { type Context, Hono } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { isHex, recoverMessageAddress } from 'viem'
import type { StandIn, World } from '../../Sandbox.ts'
import { createChallenges } from './createChallenges.ts'
import { createTokens, type TokenVerdict } from './createTokens.ts'
import { defaultKnobs, findStatus, findTokenType } from './knobs.ts'

/**
 * walt.id's wallet-api as far as web3 sign-in needs it: a challenge that is a JWT, signed whole; then a
 * token. As the real one, it lets a challenge be used again until it ends.
 *
 * @see {@link https://docs.walt.id}
 */
export function createWaltId(world: World): StandIn {
  const accounts = new Map<string, string>()
  const challenges = createChallenges(world.now)
  const tokens = createTokens(world.now)
  let knobs = { ...defaultKnobs }
  const routes = new Hono()

  routes.use('/wallet-api/auth/account/web3/*', async (context, next) =>
    knobs.enabled ? next() : context.body(null, 404),
  )

  routes.get('/wallet-api/auth/account/web3/nonce', async (context) =>
    context.text(await challenges.issue(knobs.replica, knobs.challengeLifetimeSeconds)),
  )
  routes.all('/wallet-api/auth/account/web3/nonce', (context) => context.body(null, 405))

  routes.post('/wallet-api/auth/account/web3/signed', async (context) => {
    const { challenge, signed, publicKey } = await readBody(context)
    if (typeof challenge !== 'string' || typeof signed !== 'string')
      return fault(context, 400, 'BadRequestException', 'Failed to convert request body')
    if (typeof publicKey !== 'string')
      return fault(context, 400, 'BadRequestException', 'Failed to convert request body')

    const verdict = await challenges.check(knobs.replica, challenge)
    if (verdict === 'expired')
      return refuse(context, 'ExpiredTokenException', 'JWT Login Token expired since: 1s')
    if (verdict === 'foreign') {
      const words = 'Cannot verify that nonce was supplied by system.'
      return refuse(context, 'InvalidChallengeException', words)
    }
    // A contract's signature, or one whose v is not 27 or 28, is not foreseen there.
    if (!isHex(signed) || !/^0x[\da-f]{128}1[bc]$/i.test(signed))
      return fault(context, 500, 'IllegalArgumentException', 'Invalid signature')
    const address = await recoverMessageAddress({ message: challenge, signature: signed }).catch(
      () => undefined,
    )
    if (address === undefined) {
      const words = 'Could not recover public key from signature'
      return fault(context, 400, 'AuthenticationFailureException', words)
    }
    if (address.toLowerCase() !== publicKey.toLowerCase()) {
      const words = `Recovered address (${address}) does not match provided address (${publicKey})`
      return refuse(context, 'Web3AuthException', words)
    }
    return succeed(context, address.toLowerCase())
  })

  routes.get('/wallet-api/auth/user-info', (context) =>
    asAccount(context, (account) => context.text(account)),
  )
  routes.get('/wallet-api/auth/session', (context) =>
    asAccount(context, () => context.json({ token: { accessToken: findToken(context) } })),
  )
  routes.get('/wallet-api/wallet/accounts/wallets', (context) =>
    asAccount(context, (account) => {
      const wallets = [{ id: account, name: 'Default wallet', permission: 'ADMINISTRATE' }]
      return context.json({ account, wallets })
    }),
  )

  routes.post('/wallet-api/auth/logout', (context) => {
    tokens.drop(findToken(context))
    for (const name of cookieNames) deleteCookie(context, name)
    return context.body(null, 200)
  })

  /** Whoever signs in for the first time has an account from then on. */
  async function succeed(context: Context, address: string): Promise<Response> {
    const account = accounts.get(address) ?? randomUUID()
    accounts.set(address, account)
    const session_id = randomUUID()
    const status = findStatus(knobs)
    // Before the last step there is no token, neither in the body nor in a cookie.
    if (status === 'CONTINUE_NEXT_STEP')
      return context.json({ session_id, status, next_step: 'totp' })
    if (status === 'CONTINUE_NEXT_FLOW')
      return context.json({ session_id, status, next_method: ['totp'] })

    const endsAt = world.now() + knobs.tokenLifetimeSeconds * 1000
    const expiresAt = knobs.revealExpiration ? endsAt : undefined
    const login = { account, session: session_id, expiresAt }
    const token = await tokens.issue(findTokenType(knobs), login)
    setCookie(context, cookieNames[0], token, { path: '/', httpOnly: true, sameSite: 'Strict' })
    return context.json({
      session_id,
      status,
      ...(knobs.revealToken ? { token } : {}),
      ...(expiresAt === undefined ? {} : { expiration: toInstant(expiresAt) }),
    })
  }

  async function asAccount(
    context: Context,
    answer: (account: string) => Response,
  ): Promise<Response> {
    const verdict: TokenVerdict = await tokens.read(findToken(context))
    if (verdict === 'expired')
      return fault(context, 401, 'ExpiredTokenException', 'JWT Login Token expired since: 1s')
    if (verdict === 'unknown') return context.text('Unauthorized (InvalidCredentials)', 401)
    return answer(verdict.account)
  }

  /** Both generations of what happens to a challenge that does not hold. */
  function refuse(context: Context, id: string, message: string): Response {
    if (knobs.generation === 'before-0.16')
      return fault(context, 400, 'AuthenticationFailureException', message)
    return fault(context, 401, id, message)
  }

  return {
    routes,
    reset() {
      accounts.clear()
      challenges.reset()
      tokens.reset()
      knobs = { ...defaultKnobs }
    },
    turn(changes) {
      for (const name of Object.keys(changes))
        if (!(name in defaultKnobs)) throw new Error(`walt-id has no knob called ${name}.`)
      knobs = { ...knobs, ...changes }
    },
  }
}

const cookieNames = ['ktor-authnz-auth', 'auth.token'] as const

/** The header comes first, then the bearer, then a cookie. */
function findToken(context: Context): string {
  const bearer = /^Bearer (.+)$/.exec(context.req.header('authorization') ?? '')?.[1]
  const cookie = getCookie(context, cookieNames[0]) ?? getCookie(context, cookieNames[1])
  return context.req.header('ktor-authnz-auth') ?? bearer ?? cookie ?? ''
}

/** All members are texts, the number too. */
function fault(context: Context, code: 400 | 401 | 500, id: string, message: string): Response {
  const body = { exception: true, id, status: reasons[code], code: String(code), message }
  return context.json(body, code)
}

const reasons = { 400: 'Bad Request', 401: 'Unauthorized', 500: 'Internal Server Error' }

/** With nanoseconds, as the real one writes it. */
function toInstant(time: number): string {
  return new Date(time).toISOString().replace('Z', '977200Z')
}

async function readBody(context: Context): Promise<Record<string, unknown>> {
  const body: unknown = await context.req.json().catch(() => undefined)
  return typeof body === 'object' && body !== null ? { ...body } : {}
}
