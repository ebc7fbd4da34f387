import { randomBytes, randomInt } from 'node:crypto'
import { type Context, Hono } from 'hono'
import { jwtVerify, SignJWT } from 'jose'
import { createPublicClient, http, isHex, verifyMessage } from 'viem'
import { parseSiweMessage } from 'viem/siwe'
import type { StandIn, World } from '../../Sandbox.ts'

/**
 * Gnosis Pay's API as far as signing in needs it: a nonce as plain text, a signed message for a JWT, and
 * the sign-up that gives the JWT a user.
 *
 * @see {@link https://docs.gnosispay.com/auth}
 */
export function createGnosisPay(world: World): StandIn {
  const nonces = new Set<string>()
  const codes = new Map<string, string>()
  const accounts = new Map<string, { id: string; email: string }>()
  const key = randomBytes(32)
  let knobs = { ...defaultKnobs }
  const routes = new Hono()

  routes.get('/api/v1/auth/nonce', (context) => {
    const nonce = randomBytes(12).toString('hex')
    nonces.add(nonce)
    return context.text(nonce)
  })

  routes.post('/api/v1/auth/challenge', async (context) => {
    const { message, signature, ttlInSeconds = 3600 } = await readBody(context)
    if (typeof message !== 'string' || !isHex(signature)) return fault(context, 401, 'Invalid body')
    if (knobs.firewall && /localhost|127\.0\.0\.1/.test(message))
      return context.html('<html><title>WAFForbidden</title></html>', 403)
    const { domain, nonce, address, chainId } = parseSiweMessage(message)
    if (domain === undefined || nonce === undefined || address === undefined)
      return fault(context, 401, 'Invalid message')
    if (!knobs.allowedDomains.includes(domain))
      return fault(context, 403, 'SIWE domain not allowed')
    if (!nonces.delete(nonce)) return fault(context, 401, 'Invalid nonce')
    const client = knobs.rpcUrl && createPublicClient({ transport: http(knobs.rpcUrl) })
    const signed = { address, message, signature }
    const isSigned = await (client ? client.verifyMessage(signed) : verifyMessage(signed)).catch(
      () => false,
    )
    if (!isSigned) return fault(context, 401, 'Invalid signature')
    const ttlSeconds = Math.min(86_400, Number(ttlInSeconds))
    return context.json({ token: await issueToken(address, chainId ?? 100, ttlSeconds) })
  })

  routes.post('/api/v1/auth/signup/otp', async (context) => {
    const { email } = await readBody(context)
    if (typeof email !== 'string' || !email.includes('@'))
      return fault(context, 422, 'Invalid email')
    const code = String(randomInt(1_000_000)).padStart(6, '0')
    codes.set(email, code)
    world.send({ to: email, subject: 'Your sign-up code', code })
    return context.json({ ok: true })
  })

  routes.post('/api/v1/auth/signup', async (context) => {
    const address = await readToken(context)
    if (address === undefined) return fault(context, 401, 'Unauthorized')
    const { authEmail, otp } = await readBody(context)
    if (typeof authEmail !== 'string') return fault(context, 422, 'Invalid email')
    const isTaken =
      accounts.has(address) || [...accounts.values()].some(({ email }) => email === authEmail)
    if (isTaken) return fault(context, 409, 'Already registered')
    if (codes.get(authEmail) !== otp) return fault(context, 401, 'Invalid or expired OTP')
    codes.delete(authEmail)
    const id = randomBytes(8).toString('hex')
    accounts.set(address, { id, email: authEmail })
    const token = await issueToken(address, 100, 3600)
    return context.json({ id, token, hasSignedUp: true }, 201)
  })

  routes.get('/api/v1/user', async (context) => {
    const address = await readToken(context)
    const account = address === undefined ? undefined : accounts.get(address)
    if (account === undefined) return context.json({ message: 'Unauthorized' }, 401)
    return context.json({ ...account, signerAddress: address })
  })

  function issueToken(address: string, chainId: number, ttlSeconds: number): Promise<string> {
    const account = accounts.get(address)
    const issuedAt = Math.floor(world.now() / 1000)
    return new SignJWT({
      signerAddress: address,
      chainId: String(chainId),
      hasSignedUp: account !== undefined,
      ...(account === undefined ? {} : { userId: account.id }),
    })
      .setProtectedHeader({ alg: 'HS256' })
      .setIssuedAt(issuedAt)
      .setExpirationTime(issuedAt + ttlSeconds)
      .sign(key)
  }

  /** The address that a token was issued to. */
  async function readToken(context: Context): Promise<string | undefined> {
    const [, token] = /^Bearer (.+)$/.exec(context.req.header('authorization') ?? '') ?? []
    if (token === undefined) return undefined
    const currentDate = new Date(world.now())
    const verified = await jwtVerify(token, key, { currentDate }).catch(() => undefined)
    return verified === undefined ? undefined : String(verified.payload['signerAddress'])
  }

  /** The two shapes of errors that clients have seen. */
  function fault(context: Context, status: 401 | 403 | 409 | 422, text: string): Response {
    return context.json(knobs.errorsAsMessage ? { message: text } : { error: text }, status)
  }

  return {
    routes,
    reset() {
      for (const state of [nonces, codes, accounts]) state.clear()
      knobs = { ...defaultKnobs }
    },
    turn({ registered, ...changes }) {
      for (const name of Object.keys(changes))
        if (!(name in defaultKnobs)) throw new Error(`gnosis-pay has no knob called ${name}.`)
      knobs = { ...knobs, ...changes }
      for (const address of Array.isArray(registered) ? registered : [])
        accounts.set(String(address), {
          id: randomBytes(8).toString('hex'),
          email: `${address}@example.com`,
        })
    },
  }
}

/** What the documentation leaves open. `registered`, a list of addresses, gives these an account. */
const defaultKnobs = {
  allowedDomains: ['app.example.com', 'app.gnosispay.com'],
  errorsAsMessage: false,
  firewall: true,
  /** A chain to ask for contract accounts; keys alone sign without one. */
  rpcUrl: '',
}

async function readBody(context: Context): Promise<Record<string, unknown>> {
  const body: unknown = await context.req.json().catch(() => undefined)
  return typeof body === 'object' && body !== null ? { ...body } : {}
}
