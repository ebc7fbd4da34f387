import { randomBytes, randomUUID } from 'node:crypto'
import { type Context, Hono } from 'hono'
import { generateKeyPair, jwtVerify, SignJWT } from 'jose'
import { isAddressEqual, isHex, recoverMessageAddress } from 'viem'
import type { StandIn, World } from '../../Sandbox.ts'

/**
 * walt.id's wallet-api as far as web3 sign-in needs it: a challenge that is a JWT, signed whole; an
 * opaque token. As the real one, it lets a challenge be used again until it ends.
 *
 * @see {@link https://docs.walt.id}
 */
export function createWaltId(world: World): StandIn {
  const key = generateKeyPair('EdDSA')
  const accounts = new Map<string, string>()
  const tokens = new Map<string, string>()
  let knobs = { ...defaultKnobs }
  const routes = new Hono()

  routes.get('/wallet-api/auth/account/web3/nonce', async (context) => {
    const { privateKey } = await key
    const expiry = Math.floor(world.now() / 1000) + knobs.challengeLifetimeSeconds
    const jwt = await new SignJWT({ nonce: `0x${randomBytes(32).toString('hex')}` })
      .setProtectedHeader({ alg: 'EdDSA' })
      .setExpirationTime(expiry)
      .sign(privateKey)
    return context.text(jwt)
  })

  routes.post('/wallet-api/auth/account/web3/signed', async (context) => {
    const { challenge, signed, publicKey } = await readBody(context)
    if (typeof challenge !== 'string' || !isHex(signed) || !isHex(publicKey))
      return fault(context, 400, 'BadRequestException', 'Missing field')
    // A contract's signature, or one whose v is not 27 or 28, is not foreseen there.
    if (!/(?:1b|1c)$/i.test(signed) || signed.length !== 132)
      return fault(context, 500, 'IllegalArgumentException', 'Invalid signature')
    const { publicKey: verificationKey } = await key
    const currentDate = new Date(world.now())
    const verdict = await jwtVerify(challenge, verificationKey, { currentDate }).catch(
      (error: Error) => error,
    )
    if (verdict instanceof Error)
      return verdict.name === 'JWTExpired'
        ? refuse(context, 'ExpiredTokenException', 'JWT Login Token expired since')
        : refuse(context, 'InvalidChallengeException', 'Cannot verify that nonce was supplied')
    const address = await recoverMessageAddress({ message: challenge, signature: signed }).catch(
      () => undefined,
    )
    if (address === undefined || !isAddressEqual(address, publicKey))
      return refuse(context, 'Web3AuthException', 'Recovered address does not match')
    const account = accounts.get(address) ?? randomUUID()
    accounts.set(address, account)
    const token = randomUUID()
    tokens.set(token, account)
    context.header('set-cookie', `ktor-authnz-auth=${token}; Path=/; HttpOnly; SameSite=Strict`)
    if (knobs.status.startsWith('CONTINUE'))
      return context.json({ session_id: randomUUID(), status: knobs.status, next_method: 'totp' })
    const expiresAt = new Date(world.now() + 7 * 86_400_000).toISOString()
    return context.json({
      session_id: randomUUID(),
      status: knobs.status,
      ...(knobs.revealToken ? { token } : {}),
      ...(knobs.revealExpiration ? { expiration: expiresAt } : {}),
    })
  })

  routes.get('/wallet-api/auth/user-info', (context) => {
    const account = findAccount(context)
    return account === undefined ? unauthorized(context) : context.text(account)
  })

  routes.get('/wallet-api/wallet/accounts/wallets', (context) => {
    const account = findAccount(context)
    if (account === undefined) return unauthorized(context)
    const wallets = [{ id: account, name: 'Default wallet', permission: 'ADMINISTRATE' }]
    return context.json({ account, wallets })
  })

  routes.post('/wallet-api/auth/logout', (context) => {
    tokens.delete(findToken(context))
    return context.body(null, 200)
  })

  function findAccount(context: Context): string | undefined {
    return tokens.get(findToken(context))
  }

  function fault(context: Context, status: 400 | 401 | 500, id: string, message: string): Response {
    const body = { exception: true, id, status: 'Error', code: String(status), message }
    return context.json(body, status)
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
      tokens.clear()
      knobs = { ...defaultKnobs }
    },
    turn(changes) {
      for (const name of Object.keys(changes))
        if (!(name in defaultKnobs)) throw new Error(`walt-id has no knob called ${name}.`)
      knobs = { ...knobs, ...changes }
    },
  }
}

/** What depends on the version and its configuration. */
const defaultKnobs = {
  challengeLifetimeSeconds: 300,
  generation: 'since-0.16',
  revealExpiration: true,
  revealToken: true,
  status: 'SUCCESS',
}

function findToken(context: Context): string {
  const bearer = /^Bearer (.+)$/.exec(context.req.header('authorization') ?? '')?.[1]
  return context.req.header('ktor-authnz-auth') ?? bearer ?? ''
}

function unauthorized(context: Context): Response {
  return context.text('Unauthorized (no valid token)', 401)
}

async function readBody(context: Context): Promise<Record<string, unknown>> {
  const body: unknown = await context.req.json().catch(() => undefined)
  return typeof body === 'object' && body !== null ? { ...body } : {}
}
