import { randomBytes, randomInt } from 'node:crypto'
import { type Context, Hono } from 'hono'
import { type Hex, isAddressEqual, isHex, verifyMessage } from 'viem'
import { parseSiweMessage } from 'viem/siwe'
import { readJsonBody } from '../../readJsonBody.ts'
import type { StandIn, World } from '../../Sandbox.ts'
import { createUsers } from './users.ts'

/**
 * The parts of Bakkt's Onboarding API that signing in needs: a raw key in `Authorization`, SIWE and codes
 * at `POST /auth/login` and `POST /auth/otp/`, sessions in `bakkt-session-id`.
 *
 * @see {@link https://docs.bakkt.com/docs/authentication}
 */
export function createBakkt(world: World, options: { strict: boolean }): StandIn {
  const users = createUsers(world.now)
  const usedNonces = new Set<string>()
  const codes = new Map<string, { code: string; endsAt: number }>()
  const triggers = new Map<string, number[]>()
  const sessions = new Map<string, { user: string; endsAt: number }>()
  let knobs = { ...defaultKnobs }
  const routes = new Hono()

  routes.use(async (context, next) => {
    // The key stands by itself, without `Bearer`.
    if (context.req.header('authorization') !== knobs.apiKey) return unauthorized(context)
    return next()
  })

  routes.post('/auth/login', async (context) => {
    const body = await readJsonBody(context)
    const isSiwe = typeof body['message'] === 'string' && typeof body['signature'] === 'string'
    const isTrigger = typeof body['user_uuid'] === 'string'
    const members = Object.keys(body).length
    if (isSiwe && members === 2) return logIn(context, String(body['message']), body['signature'])
    if (isTrigger && members === 1) return trigger(context, String(body['user_uuid']))
    return badRequest(context, 'Provide either message and signature, or user_uuid')
  })

  routes.post('/auth/otp/', async (context) => {
    const { user_uuid, one_time_password } = await readJsonBody(context)
    const issued = codes.get(String(user_uuid))
    const isRight = issued?.code === one_time_password && world.now() < (issued?.endsAt ?? 0)
    if (!isRight) return unauthorized(context)
    codes.delete(String(user_uuid))
    const { bakkt_session_id, ...rest } = openSession(String(user_uuid))
    // The previous API did not return the user.
    return context.json(isPredecessor() ? { bakkt_session_id } : { bakkt_session_id, ...rest })
  })

  routes.get('/user', (context) => {
    const user = findUser(context)
    return user === undefined ? unauthorized(context) : context.json(user)
  })

  /** This route changes data, so it needs a session. */
  routes.patch('/user', async (context) => {
    const user =
      context.req.header('bakkt-session-id') === undefined ? undefined : findUser(context)
    if (user === undefined) return unauthorized(context)
    const { email } = await readJsonBody(context)
    if (typeof email === 'string') user.email = email
    return context.body(null, 204)
  })
  // This is the only change that a server may make on a user's behalf.
  routes.post('/user/kyc/applicant/share-token', (context) =>
    findUser(context) === undefined
      ? unauthorized(context)
      : context.json({ share_token: 'token' }),
  )
  routes.get('/merchant/webhook-endpoints', (context) => context.json([]))
  routes.get('/merchant/webhook-endpoints/:id', (context) =>
    context.json({ uuid: context.req.param('id'), status: 'active' }),
  )

  routes.post('/user', async (context) => {
    const { email, target_address } = await readJsonBody(context)
    if (typeof email !== 'string') return badRequest(context, 'email is required')
    if (users.findByEmail(email)) return context.json({ message: 'User already exists' }, 409)
    const address = typeof target_address === 'string' ? target_address : null
    const { user_uuid, status } = users.add({ email, target_address: address })
    return context.json({ user_uuid, status }, 201)
  })

  async function logIn(context: Context, message: string, signature: unknown): Promise<Response> {
    const fields = parseSiweMessage(message)
    const { address, nonce, expirationTime } = fields
    if (address === undefined || nonce === undefined || !isHex(signature))
      return badRequest(context, 'Invalid message')
    if (usedNonces.has(nonce)) return badRequest(context, 'Given nonce is already in use')
    const latest = world.now() + knobs.messageLifetimeSeconds * 1000
    if (expirationTime && +expirationTime > latest) return unauthorized(context)
    if (expirationTime && +expirationTime <= world.now()) return unauthorized(context)
    if (!(await isSignedBy(address, message, signature))) return unauthorized(context)
    usedNonces.add(nonce)
    const known = users.findByAddress(address)
    if (known === undefined && (options.strict || knobs.strict))
      return badRequest(context, 'User not found')
    const user = known ?? users.add({ email: null, target_address: address })
    if (!isAddressEqual(address, user.target_address as Hex)) return unauthorized(context)
    return context.json(openSession(user.user_uuid))
  }

  function trigger(context: Context, id: string): Response {
    const user = users.findById(id)
    if (user === undefined)
      return isPredecessor()
        ? badRequest(context, 'User not found')
        : context.json({ message: 'User not found' }, 404)
    const since = world.now() - 600_000
    const recent = (triggers.get(id) ?? []).filter((time) => time > since)
    if (recent.length >= knobs.triggersPerTenMinutes)
      return context.json({ message: 'Too many requests' }, 429)
    triggers.set(id, [...recent, world.now()])
    const code = String(randomInt(10 ** knobs.codeLength)).padStart(knobs.codeLength, '0')
    codes.set(id, { code, endsAt: world.now() + knobs.codeLifetimeSeconds * 1000 })
    if (user.email !== null)
      world.send({ to: user.email, subject: `${code} is your sign-in code`, code })
    if (isPredecessor()) return context.json({ user_uuid: id, message: 'OTP sent' })
    return context.body(null, 200)
  }

  function isPredecessor(): boolean {
    return knobs.generation === 'predecessor'
  }

  /** A refusal with a message. Its status is not documented. */
  function badRequest(context: Context, message: string): Response {
    const body = { level: 'error', name: 'AuthBadRequestError', message }
    return context.json(body, knobs.badRequestStatus)
  }

  function openSession(user: string): { bakkt_session_id: string; user_uuid: string } {
    const id = randomBytes(32).toString('hex')
    sessions.set(id, { user, endsAt: world.now() + knobs.sessionLifetimeSeconds * 1000 })
    return { bakkt_session_id: id, user_uuid: user }
  }

  /** Finds the user by session or, when a server calls, by the user's id. */
  function findUser(context: Context) {
    const id = context.req.header('bakkt-session-id')
    const userId = context.req.header('user-uuid')
    if (id === undefined) return userId === undefined ? undefined : users.findById(userId)
    const session = sessions.get(id)
    if (session === undefined || world.now() >= session.endsAt) return undefined
    return users.findById(session.user)
  }

  return {
    routes,
    reset() {
      users.reset()
      for (const state of [usedNonces, codes, triggers, sessions]) state.clear()
      knobs = { ...defaultKnobs }
    },
    turn(changes) {
      for (const name of Object.keys(changes))
        if (!(name in defaultKnobs)) throw new Error(`bakkt has no knob called ${name}.`)
      knobs = { ...knobs, ...changes }
    },
    users: () =>
      users
        .list()
        .flatMap(({ email, user_uuid }) => (email === null ? [] : [{ email, user_uuid }])),
  }
}

/** Settings for what the documentation leaves open. */
const defaultKnobs = {
  apiKey: 'sandbox-api-key',
  /** The status of refusals that have a message. */
  badRequestStatus: 400 as 400 | 401,
  codeLength: 6,
  codeLifetimeSeconds: 600,
  /** Which generation's answers to give. They differ for requesting a code and for checking one. */
  generation: 'today' as 'today' | 'predecessor',
  messageLifetimeSeconds: 4 * 3600,
  sessionLifetimeSeconds: 4 * 3600,
  strict: false,
  triggersPerTenMinutes: 5,
}

async function isSignedBy(address: Hex, message: string, signature: Hex): Promise<boolean> {
  // viem throws for a signature of unknown form, which is simply a wrong signature here.
  return verifyMessage({ address, message, signature }).catch(() => false)
}

function unauthorized(context: Context): Response {
  return context.json({ message: 'Unauthorized' }, 401)
}
