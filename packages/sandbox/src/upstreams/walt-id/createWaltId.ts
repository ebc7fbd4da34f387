import { randomUUID } from 'node:crypto'
import { type Context, Hono } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { isHex, recoverMessageAddress } from 'viem'
import { readJsonBody } from '../../readJsonBody.ts'
import type { StandIn, World } from '../../Sandbox.ts'
import { createChallenges } from './createChallenges.ts'
import { createEmailCodes } from './createEmailCodes.ts'
import { createLines } from './createLines.ts'
import { createTokens, type TokenVerdict } from './createTokens.ts'
import { defaultKnobs, findStatus, findTokenType } from './knobs.ts'

/**
 * The parts of walt.id's wallet-api that web3 sign-in needs: a challenge that is a JWT and is signed as a
 * whole, exchanged for a token. Like the real API, it lets a challenge be reused until it expires.
 *
 * @see {@link https://docs.walt.id}
 */
export function createWaltId(world: World): StandIn {
  const accounts = new Map<string, string>()
  const challenges = createChallenges(world.now)
  const lines = createLines(world.now)
  const codes = createEmailCodes(world)
  const tokens = createTokens(world.now)
  let knobs = { ...defaultKnobs }
  const routes = new Hono()

  routes.use('/wallet-api/auth/account/web3/*', async (context, next) =>
    knobs.enabled ? next() : context.body(null, 404),
  )

  routes.get('/wallet-api/auth/account/web3/nonce', async (context) =>
    context.text(
      knobs.generation === 'newest'
        ? lines.issue(knobs.challengeLifetimeSeconds)
        : await challenges.issue(knobs.replica, knobs.challengeLifetimeSeconds),
    ),
  )
  routes.all('/wallet-api/auth/account/web3/nonce', (context) => context.body(null, 405))

  routes.post('/wallet-api/auth/account/web3/signed', async (context) => {
    const { challenge, signed, publicKey } = await readJsonBody(context)
    if (typeof challenge !== 'string' || typeof signed !== 'string')
      return fault(context, 400, 'BadRequestException', 'Failed to convert request body')
    if (typeof publicKey !== 'string')
      return fault(context, 400, 'BadRequestException', 'Failed to convert request body')

    // In the latest generation, a wrong signature also uses the challenge up.
    const verdict =
      knobs.generation === 'newest'
        ? lines.redeem(challenge)
        : await challenges.check(knobs.replica, challenge)
    if (verdict === 'expired')
      return refuse(context, 'ExpiredTokenException', 'JWT Login Token expired since: 1s')
    if (verdict === 'foreign') {
      const words = 'Cannot verify that nonce was supplied by system.'
      return refuse(context, 'InvalidChallengeException', words)
    }
    // The real API does not expect a contract's signature, or one whose v is not 27 or 28.
    const isForm =
      knobs.generation === 'newest' ? /^0x[\da-f]{128}(?:0[01]|1[bc])$/i : /^0x[\da-f]{128}1[bc]$/i
    if (!isHex(signed) || !isForm.test(signed))
      return knobs.generation === 'newest'
        ? refuse(context, 'Web3AuthException', 'Invalid signature')
        : fault(context, 500, 'IllegalArgumentException', 'Invalid signature')
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

  routes.use('/wallet-api/auth/account/*', async (context, next) => {
    const isCode = context.req.path.includes('email-code')
    return isCode && !knobs.emailCodes ? context.body(null, 404) : next()
  })
  routes.post('/wallet-api/auth/account/email-code/send', async (context) => {
    const { email } = await readJsonBody(context)
    if (typeof email !== 'string')
      return fault(context, 400, 'BadRequestException', 'Failed to convert request body')
    const session_id = codes.send(email, knobs.codeLifetimeSeconds)
    const next_step = { type: 'custom', data: { expires_in: knobs.codeLifetimeSeconds } }
    return context.json({ session_id, status: 'CONTINUE_NEXT_STEP', next_step })
  })
  routes.post('/wallet-api/auth/account/:session/email-code', async (context) => {
    const { code } = await readJsonBody(context)
    const email = codes.redeem(context.req.param('session'), code)
    if (email === undefined)
      return fault(context, 401, 'AuthenticationFailureException', 'Invalid or expired code')
    return succeed(context, email)
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

  /** The first sign-in creates the account. */
  async function succeed(context: Context, address: string): Promise<Response> {
    const account = accounts.get(address) ?? randomUUID()
    accounts.set(address, account)
    const session_id = randomUUID()
    const status = findStatus(knobs)
    // Before the last step, neither the body nor a cookie has a token.
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

  /** Refuses a challenge with the answer of the configured generation. */
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
      lines.reset()
      codes.reset()
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

/** The header has priority over the bearer token, and that over the cookie. */
function findToken(context: Context): string {
  const bearer = /^Bearer (.+)$/.exec(context.req.header('authorization') ?? '')?.[1]
  const cookie = getCookie(context, cookieNames[0]) ?? getCookie(context, cookieNames[1])
  return context.req.header('ktor-authnz-auth') ?? bearer ?? cookie ?? ''
}

/** All members are strings, including the numeric one. */
function fault(context: Context, code: 400 | 401 | 500, id: string, message: string): Response {
  const body = { exception: true, id, status: reasons[code], code: String(code), message }
  return context.json(body, code)
}

const reasons = { 400: 'Bad Request', 401: 'Unauthorized', 500: 'Internal Server Error' }

/** Returns a time with nanoseconds, as the real service does. */
function toInstant(time: number): string {
  return new Date(time).toISOString().replace('Z', '977200Z')
}
