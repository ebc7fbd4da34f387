import { randomBytes, randomInt } from 'node:crypto'
import { type Context, Hono } from 'hono'
import { jwtVerify, SignJWT } from 'jose'
import { createPublicClient, type Hex, http, isHex, verifyMessage } from 'viem'
import { parseSiweMessage, validateSiweMessage } from 'viem/siwe'
import { readJsonBody } from '../../readJsonBody.ts'
import type { StandIn, World } from '../../Sandbox.ts'
import { createAccounts } from './accounts.ts'
import { addV2Routes } from './addV2Routes.ts'
import { createErrorBody, defaultKnobs } from './knobs.ts'

/**
 * The parts of Gnosis Pay's two APIs that signing in needs. The older one, below `/api/v1`, gives a nonce as
 * plain text, exchanges a signed message for a JWT, and creates the JWT's user at sign-up.
 *
 * @see {@link https://docs.gnosispay.com/auth}
 */
export function createGnosisPay(world: World): StandIn {
  const nonces = new Map<string, number>()
  const codes = new Map<string, { code: string; endsAt: number }>()
  const accounts = createAccounts()
  const v2Accounts = createAccounts()
  const key = randomBytes(32)
  let knobs = { ...defaultKnobs }
  const routes = new Hono()

  routes.get('/api/v1/auth/nonce', (context) => {
    const nonce = randomBytes(12).toString('hex')
    nonces.set(nonce, world.now() + knobs.nonceLifetimeSeconds * 1000)
    return context.text(nonce)
  })

  routes.post('/api/v1/auth/challenge', async (context) => {
    const { message, signature, ttlInSeconds = 3600 } = await readJsonBody(context)
    if (typeof message !== 'string' || !isHex(signature)) return fault(context, 422, 'Invalid body')
    if (knobs.firewall && /localhost|127\.0\.0\.1|\[::1\]/.test(message))
      return context.html('<html><title>WAFForbidden</title></html>', 403)
    const fields = parseSiweMessage(message)
    const { domain, nonce, address, chainId = 100 } = fields
    if (domain === undefined || nonce === undefined || address === undefined)
      return fault(context, 401, 'Invalid message')
    if (!knobs.allowedDomains.includes(domain))
      return fault(context, 403, 'SIWE domain not allowed')
    if (!redeemNonce(nonce)) return fault(context, 401, 'Invalid nonce')
    if (!validateSiweMessage({ message: fields, time: new Date(world.now()) }))
      return fault(context, 401, 'Expired message')
    if (!(await isSigned({ address, message, signature })))
      return fault(context, 401, 'Invalid signature')
    const asked = Number(ttlInSeconds)
    if (!(asked > 0 && asked <= 86_400)) return fault(context, 422, 'Invalid ttlInSeconds')
    return context.json({ token: await issueToken(address, chainId, knobs.ttlSeconds || asked) })
  })

  routes.post('/api/v1/auth/signup/otp', async (context) => {
    const { email } = await readJsonBody(context)
    if (typeof email !== 'string' || !email.includes('@'))
      return fault(context, 422, 'Invalid email')
    const code = String(randomInt(1_000_000)).padStart(6, '0')
    codes.set(email, { code, endsAt: world.now() + knobs.codeLifetimeSeconds * 1000 })
    world.send({ to: email, subject: `${code} is your sign-up code`, code })
    return context.json({ ok: true })
  })

  routes.post('/api/v1/auth/signup', async (context) => {
    const address = await readToken(context)
    if (address === undefined) return context.json({ message: 'Unauthorized' }, 401)
    const { authEmail, otp, partnerId } = await readJsonBody(context)
    if (typeof authEmail !== 'string') return fault(context, 422, 'Invalid email')
    if (partnerId !== undefined && !knobs.partners.includes(String(partnerId)))
      return fault(context, 400, 'Invalid partner')
    if (accounts.isTaken(address, authEmail)) return fault(context, 409, 'Already registered')
    const isExcused = otp === undefined && !knobs.otpRequired
    if (!isExcused && !redeemCode(authEmail, otp)) return fault(context, 401, 'Invalid OTP')
    const { id } = accounts.add(address, authEmail)
    // One hour, whatever the lifetime of the previous token.
    const token = await issueToken(address, 100, 3600)
    return context.json({ id, token, hasSignedUp: true }, 201)
  })

  const v2 = addV2Routes(routes, world, {
    accounts: v2Accounts,
    knobs: () => knobs,
    fault,
    isSigned,
    issueJwt,
    readJwt,
  })

  /** Only registered wallets can read these. */
  const reads: Record<string, (address: string) => object> = {
    '/api/v1/user': (address) => ({ ...accounts.find(address), signerAddress: address }),
    '/api/v1/account-balances': () => ({ total: '0', spendable: '0', pending: '0' }),
    '/api/v1/cards': () => [],
  }
  for (const [path, read] of Object.entries(reads))
    routes.get(path, async (context) => {
      const address = await readToken(context)
      if (address === undefined || accounts.find(address) === undefined)
        return context.json({ message: 'Unauthorized' }, 401)
      return context.json(read(address))
    })

  /** Whether the nonce was issued here, has not expired and was never used. Uses it up. */
  function redeemNonce(nonce: string): boolean {
    const endsAt = nonces.get(nonce) ?? 0
    nonces.delete(nonce)
    return world.now() < endsAt
  }

  function redeemCode(email: string, code: unknown): boolean {
    const issued = codes.get(email)
    if (issued === undefined || issued.code !== code || world.now() >= issued.endsAt) return false
    return codes.delete(email)
  }

  async function isSigned(signed: { address: Hex; message: string; signature: Hex }) {
    // The stand-in cannot call a contract that is not deployed yet (ERC-6492).
    if (signed.signature.endsWith('6492'.repeat(16))) return false
    const client = knobs.rpcUrl && createPublicClient({ transport: http(knobs.rpcUrl) })
    // viem throws for a signature of unknown form, which is simply a wrong signature here.
    return (client ? client.verifyMessage(signed) : verifyMessage(signed)).catch(() => false)
  }

  function issueToken(address: string, chainId: number, ttlSeconds: number): Promise<string> {
    const account = accounts.find(address)
    const claims = {
      signerAddress: address,
      chainId: String(chainId),
      hasSignedUp: account !== undefined,
      ...(account === undefined ? {} : { userId: account.id }),
    }
    return issueJwt(claims, ttlSeconds)
  }

  function issueJwt(claims: Record<string, string | boolean>, seconds: number): Promise<string> {
    const issuedAt = Math.floor(world.now() / 1000)
    return new SignJWT(claims)
      .setProtectedHeader({ alg: 'HS256' })
      .setIssuedAt(issuedAt)
      .setJti(randomBytes(8).toString('hex'))
      .setExpirationTime(issuedAt + seconds)
      .sign(key)
  }

  /** The address that a `v1` token was issued to. */
  async function readToken(context: Context): Promise<string | undefined> {
    const address = (await readJwt(context))?.['signerAddress']
    return typeof address === 'string' ? address : undefined
  }

  /** The claims of the request's token, if it is valid. */
  async function readJwt(context: Context): Promise<Record<string, unknown> | undefined> {
    const [, token] = /^Bearer (.+)$/.exec(context.req.header('authorization') ?? '') ?? []
    if (token === undefined) return undefined
    const currentDate = new Date(world.now())
    const verified = await jwtVerify(token, key, { currentDate }).catch(() => undefined)
    return verified?.payload
  }

  function fault(context: Context, status: 400 | 401 | 403 | 409 | 422, text: string): Response {
    const { body, type } = createErrorBody(knobs.errorShape, text)
    return context.body(body, status, { 'content-type': type })
  }

  return {
    routes,
    reset() {
      for (const state of [nonces, codes, accounts]) state.clear()
      v2.reset()
      knobs = { ...defaultKnobs }
    },
    /** Sets knobs. `registered`, a list of addresses, creates an account for each. */
    turn({ registered, ...changes }) {
      for (const name of Object.keys(changes))
        if (!(name in defaultKnobs)) throw new Error(`gnosis-pay has no knob called ${name}.`)
      knobs = { ...knobs, ...changes }
      for (const address of Array.isArray(registered) ? registered : [])
        for (const known of [accounts, v2Accounts])
          known.add(String(address), `${address}@example.com`)
    },
  }
}
