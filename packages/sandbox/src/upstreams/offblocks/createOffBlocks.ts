import { createPublicKey, randomBytes, randomUUID } from 'node:crypto'
import { type Context, Hono, type Next } from 'hono'
import { readJsonBody } from '../../readJsonBody.ts'
import type { StandIn, World } from '../../Sandbox.ts'
import { checkRequest } from './checkRequest.ts'
import { type Customer, createCustomers } from './createCustomers.ts'
import { createIdempotency } from './createIdempotency.ts'
import { developmentKeyId, developmentPublicKey } from './developmentKey.ts'
import { defaultKnobs } from './knobs.ts'

/**
 * The parts of OffBlocks' API that proving ownership of a wallet needs: machine tokens, signed requests,
 * customers with one challenge each, and their statuses.
 *
 * @see {@link https://docs.offblocks.xyz}
 */
export function createOffBlocks(world: World): StandIn {
  let knobs = { ...defaultKnobs }
  const tokens = new Map<string, number>()
  const keys = new Map([[developmentKeyId, developmentPublicKey]])
  const customers = createCustomers({ now: world.now, knobs: () => knobs })
  const idempotency = createIdempotency(world.now)
  const routes = new Hono()

  routes.post('/v1/auth/token', async (context) => {
    const { apiKey, apiSecret } = await readJsonBody(context)
    if (apiKey !== knobs.apiKey || apiSecret !== knobs.apiSecret)
      return fault(context, 401, 'Unauthorized')
    const token = randomBytes(24).toString('hex')
    const expiresAt = Math.floor(world.now() / 1000) + knobs.tokenLifetimeSeconds
    tokens.set(token, expiresAt)
    return context.json({ token, expiresAt, tokenType: 'Bearer' })
  })

  routes.use('/v1/*', async (context, next) => {
    if (!isAuthorized(context)) return fault(context, 401, 'Unauthorized')
    const body = await context.req.raw.clone().text()
    const { method } = context.req
    const wrong = await checkRequest(
      { method, url: readTarget(context), headers: context.req.header(), body },
      { ...knobs, keys, now: world.now() },
    )
    if (wrong !== undefined) return context.text(wrong, 400)
    return method === 'GET' ? next() : answerOnce(context, body, next)
  })

  async function answerOnce(context: Context, body: string, next: Next) {
    const key = context.req.header('idempotency-key')
    if (key === undefined || !isUuid(key)) return fault(context, 400, 'BadRequest')
    const payload = `${context.req.method} ${context.req.path} ${body}`
    const claim = idempotency.claim(key, payload, knobs.idempotencyLifetimeSeconds)
    if (typeof claim !== 'string') return claim
    if (claim === 'another-payload') return fault(context, 422, 'Idempotency-Key Reused')
    if (claim === 'in-flight') return fault(context, 409, 'Idempotency-Key Concurrency Conflict')
    await next()
    if (knobs.operationMs > 0) await new Promise((done) => setTimeout(done, knobs.operationMs))
    idempotency.settle(key, context.res)
    return undefined
  }

  /** New credentials end every existing token. */
  routes.put('/v1/auth/credentials', async (context) => {
    const { apiKey, apiSecret } = await readJsonBody(context)
    knobs = { ...knobs, apiKey: String(apiKey), apiSecret: String(apiSecret) }
    tokens.clear()
    return context.body(null, 204)
  })

  /** Registers a key: a PEM, encoded in Base64. The answer names its id; earlier keys stay until removed. */
  routes.put('/v1/auth/signing', async (context) => {
    const { publicKey } = await readJsonBody(context)
    const pem = readP384(Buffer.from(String(publicKey), 'base64').toString())
    if (pem === undefined) return fault(context, 400, 'BadRequest')
    const keyId = randomUUID()
    keys.set(keyId, pem)
    return context.json({ keyId })
  })
  routes.delete('/v1/auth/signing/:keyId', (context) => {
    const isThere = keys.delete(context.req.param('keyId'))
    return isThere ? context.body(null, 204) : fault(context, 404, 'NotFound')
  })

  routes.post('/v1/customers', async (context) => {
    const { chainId, externalId } = await readJsonBody(context)
    if (typeof chainId !== 'string' || !/^eip155:\d+:0x[0-9a-fA-F]{40}$/.test(chainId))
      return fault(context, 400, 'BadRequest')
    if (typeof externalId !== 'string') return fault(context, 400, 'BadRequest')
    if (customers.has(chainId)) return fault(context, 409, 'Customer already exists')
    const customer = customers.add(chainId, externalId)
    return context.json({ ...describe(customer), challenge: customer.challenge }, 201)
  })

  routes.get('/v1/customers', (context) => {
    const all = customers.list().map(describe)
    return knobs.bareList ? context.json(all) : context.json({ customers: all })
  })

  routes.get('/v1/customers/:id', (context) => {
    const customer = customers.find(context.req.param('id'))
    if (customer === undefined) return fault(context, 404, 'NotFound')
    const echo = knobs.echoesToken ? { seen: context.req.header('authorization') } : {}
    return context.json({ ...describe(customer), ...echo })
  })

  routes.get('/v1/customers/:id/challenge', (context) => {
    const customer = customers.find(context.req.param('id'))
    if (customer?.status !== 'initiating') return fault(context, 404, 'NotFound')
    const challenge = customers.readChallenge(customer)
    return knobs.bareChallenge ? context.json(challenge) : context.json({ challenge })
  })

  routes.post('/v1/customers/:id/challenge/sign', async (context) => {
    const customer = customers.find(context.req.param('id'))
    if (customer?.status !== 'initiating') return fault(context, 404, 'NotFound')
    if (!(await customers.prove(customer, await readJsonBody(context))))
      return fault(context, knobs.signFailureStatus, 'Invalid challenge signature')
    customers.setStatus(customer, knobs.statusAfterProof)
    return context.body(null, 204)
  })

  routes.patch('/v1/simulator/customers/:id/verify', (context) => {
    const customer = customers.find(context.req.param('id'))
    if (customer === undefined) return fault(context, 404, 'NotFound')
    customers.setStatus(customer, 'active')
    return context.body(null, 202)
  })

  function isAuthorized(context: Context): boolean {
    const [, token = ''] = /^Bearer (.+)$/.exec(context.req.header('authorization') ?? '') ?? []
    return world.now() / 1000 < (tokens.get(token) ?? 0)
  }

  /** The URL that the request was sent to, before the sandbox removed its own prefix. */
  function readTarget({ req }: Context): string {
    const { search } = new URL(req.url)
    if (knobs.publicUrl !== '') return knobs.publicUrl + req.path + search
    return req.header('x-sandbox-target') ?? req.url
  }

  return {
    routes,
    reset() {
      for (const state of [customers, idempotency]) state.reset()
      tokens.clear()
      keys.clear()
      keys.set(developmentKeyId, developmentPublicKey)
      knobs = { ...defaultKnobs }
    },
    turn(changes) {
      for (const name of Object.keys(changes))
        if (!(name in defaultKnobs)) throw new Error(`offblocks has no knob called ${name}.`)
      knobs = { ...knobs, ...changes }
    },
  }
}

function describe({ challenge: _challenge, challengedAt: _at, ...customer }: Customer) {
  return customer
}

function readP384(pem: string): string | undefined {
  try {
    return createPublicKey(pem).asymmetricKeyDetails?.namedCurve === 'secp384r1' ? pem : undefined
  } catch {
    return undefined
  }
}

function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)
}

function fault(context: Context, status: 400 | 401 | 404 | 409 | 422, error: string): Response {
  return context.json({ error, message: error }, status)
}
