import { randomBytes, randomUUID } from 'node:crypto'
import { type Context, Hono } from 'hono'
import { type Hex, verifyMessage } from 'viem'
import type { StandIn, World } from '../../Sandbox.ts'
import { checkRequest } from './checkRequest.ts'

/**
 * OffBlocks' API as far as proving a wallet needs it: a machine's token, signed requests, customers with a
 * challenge each, and their states.
 *
 * @see {@link https://docs.offblocks.xyz}
 */
export function createOffBlocks(world: World): StandIn {
  const tokens = new Map<string, number>()
  const customers = new Map<string, Customer>()
  const answered = new Map<string, { payload: string; answer: Promise<Response> }>()
  let knobs = { ...defaultKnobs }
  const routes = new Hono()

  routes.post('/v1/auth/token', async (context) => {
    const { apiKey, apiSecret } = await readBody(context)
    if (apiKey !== knobs.apiKey || apiSecret !== knobs.apiSecret)
      return fault(context, 401, 'Unauthorized')
    const token = randomBytes(24).toString('hex')
    const expiresAt = Math.floor(world.now() / 1000) + knobs.tokenLifetimeSeconds
    tokens.set(token, expiresAt)
    return context.json({ token, expiresAt, tokenType: 'Bearer' })
  })

  routes.use('/v1/*', async (context, next) => {
    const [, token = ''] = /^Bearer (.+)$/.exec(context.req.header('authorization') ?? '') ?? []
    if (world.now() / 1000 >= (tokens.get(token) ?? 0)) return fault(context, 401, 'Unauthorized')
    const body = await context.req.raw.clone().text()
    const { method } = context.req
    const wrong = await checkRequest(
      { method, url: knobs.publicUrl || readTarget(context), headers: context.req.header(), body },
      { components: knobs.components, now: world.now() },
    )
    if (wrong !== undefined) return context.text(wrong, 400)
    if (method === 'GET') return next()
    return answerOnce(context, body, next)
  })

  /** One key, one answer; the same key with another payload is refused, one in flight as well. */
  async function answerOnce(context: Context, body: string, next: () => Promise<void>) {
    const key = context.req.header('idempotency-key')
    if (key === undefined) return fault(context, 400, 'BadRequest')
    const payload = `${context.req.method} ${context.req.path} ${body}`
    const former = answered.get(key)
    if (former === undefined) {
      const answer = next().then(() => context.res.clone())
      answered.set(key, { payload, answer })
      await answer
      return undefined
    }
    if (former.payload !== payload) return fault(context, 422, 'Idempotency-Key Reused')
    return (await former.answer).clone()
  }

  routes.post('/v1/customers', async (context) => {
    const { chainId, externalId } = await readBody(context)
    const [, chain = '', address = ''] =
      /^eip155:(\d+):(0x[0-9a-fA-F]{40})$/.exec(String(chainId)) ?? []
    if (address === '') return fault(context, 400, 'BadRequest')
    if ([...customers.values()].some((customer) => customer.chainId === chainId))
      return fault(context, 409, 'Customer already exists')
    const now = new Date(world.now()).toISOString()
    const customer: Customer = {
      id: randomUUID(),
      externalId: String(externalId),
      chainId: String(chainId),
      status: 'initiating',
      createdAt: now,
      updatedAt: now,
      challenge: createChallenge(address, chain),
      challengedAt: world.now(),
    }
    customers.set(customer.id, customer)
    return context.json({ ...describe(customer), challenge: customer.challenge }, 201)
  })

  routes.get('/v1/customers/:id', (context) => {
    const customer = customers.get(context.req.param('id'))
    return customer === undefined
      ? fault(context, 404, 'NotFound')
      : context.json(describe(customer))
  })

  routes.get('/v1/customers/:id/challenge', (context) => {
    const customer = customers.get(context.req.param('id'))
    if (customer?.status !== 'initiating') return fault(context, 404, 'NotFound')
    const isOver = world.now() >= customer.challengedAt + 3_600_000
    if (isOver) renew(customer)
    return knobs.bareChallenge
      ? context.json(customer.challenge)
      : context.json({ challenge: customer.challenge })
  })

  routes.post('/v1/customers/:id/challenge/sign', async (context) => {
    const customer = customers.get(context.req.param('id'))
    if (customer === undefined) return fault(context, 404, 'NotFound')
    const { ownerId, challenge, signature } = await readBody(context)
    const message = Buffer.from(String(challenge), 'base64').toString('utf8')
    const bytes = Buffer.from(String(signature), 'base64')
    const address = customer.chainId.split(':')[2] as Hex
    const isCurrent =
      challenge === customer.challenge && world.now() < customer.challengedAt + 3_600_000
    const isSigned =
      bytes.length === 65 &&
      (await verifyMessage({ address, message, signature: `0x${bytes.toString('hex')}` }).catch(
        () => false,
      ))
    if (ownerId !== customer.chainId || !isCurrent || !isSigned) {
      // What failed once never works again.
      renew(customer)
      return fault(context, 401, 'Unauthorized')
    }
    customer.status = knobs.statusAfterProof
    return context.body(null, 204)
  })

  routes.patch('/v1/simulator/customers/:id/verify', (context) => {
    const customer = customers.get(context.req.param('id'))
    if (customer === undefined) return fault(context, 404, 'NotFound')
    customer.status = 'active'
    return context.body(null, 202)
  })

  function renew(customer: Customer): void {
    const [, chain = '', address = ''] = customer.chainId.split(':')
    customer.challenge = createChallenge(address, chain)
    customer.challengedAt = world.now()
  }

  function createChallenge(address: string, chain: string): string {
    const issuedAt = `${new Date(world.now()).toISOString().slice(0, 19)}Z`
    return Buffer.from(
      `${knobs.domain} wants you to sign in with your Ethereum account:\n${address}\n\nOffBlocks wants to verify ownership of your wallet.\n\nURI: https://${knobs.domain}\nVersion: 1\nChain ID: ${chain}\nNonce: ${randomBytes(8).toString('hex')}\nIssued At: ${issuedAt}`,
    ).toString('base64')
  }

  return {
    routes,
    reset() {
      for (const state of [tokens, customers, answered]) state.clear()
      knobs = { ...defaultKnobs }
    },
    turn(changes) {
      for (const name of Object.keys(changes))
        if (!(name in defaultKnobs)) throw new Error(`offblocks has no knob called ${name}.`)
      knobs = { ...knobs, ...changes }
    },
  }
}

interface Customer {
  id: string
  externalId: string
  chainId: string
  status: string
  createdAt: string
  updatedAt: string
  challenge: string
  challengedAt: number
}

/** What the documentation leaves open. */
const defaultKnobs = {
  apiKey: '00000000-0000-4000-8000-000000000000',
  apiSecret: 'sandbox-api-secret',
  bareChallenge: false,
  components: ['@method', '@target-uri', 'authorization', 'content-digest', 'idempotency-key'],
  domain: 'api.sandbox.offblocks.xyz',
  publicUrl: '',
  statusAfterProof: 'screening',
  tokenLifetimeSeconds: 3600,
}

function describe({ challenge: _challenge, challengedAt: _at, ...customer }: Customer) {
  return customer
}

/** The address that the request was sent to, before the sandbox took its own part off. */
function readTarget(context: Context): string {
  return context.req.header('x-sandbox-target') ?? context.req.url
}

function fault(context: Context, status: 400 | 401 | 404 | 409 | 422, error: string): Response {
  return context.json({ error, message: error }, status)
}

async function readBody(context: Context): Promise<Record<string, unknown>> {
  const body: unknown = await context.req.json().catch(() => undefined)
  return typeof body === 'object' && body !== null ? { ...body } : {}
}
