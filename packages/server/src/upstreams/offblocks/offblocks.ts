import { createAccountId, parseAccountId } from '@kit/core'
import { getAddress, type Hex } from 'viem'
import { Secret } from '../../audit/Secret.ts'
import { problem } from '../../problem.ts'
import { verifySignature } from '../../siwe/verifySignature.ts'
import { createUpstreamFetch, type UpstreamAnswer } from '../createUpstreamFetch.ts'
import { readJson } from '../readAnswer.ts'
import type { Json, ProxyRule, Upstream, UpstreamLogin } from '../Upstream.ts'
import { classifyCustomerFailure, classifyMachineFailure, classifySignFailure } from './errors.ts'
import { createMachineToken } from './machineToken.ts'
import type { OffBlocksCustomers, OffBlocksOptions } from './OffBlocksOptions.ts'
import { readChallenge } from './readChallenge.ts'
import { createRequestSigner } from './signRequest.ts'
import { ChallengeAnswer, Customer } from './wire.ts'

/**
 * OffBlocks: a new customer proves a wallet by signing OffBlocks' own text; one who is known already signs
 * ours, which is verified here, since OffBlocks has no second sign-in. The session is this route's own.
 *
 * @see {@link https://docs.offblocks.xyz/developer-guides/api-integration/sign-in-with-x}
 * @example
 * createAuth({ upstream: offblocks({ apiKey, apiSecret, keyId, privateKey }), … })
 */
export function offblocks(options: OffBlocksOptions): Upstream {
  const { environment = 'production', now = Date.now, customers = rememberCustomers() } = options
  const baseUrl = options.baseUrl ?? `https://${hosts[environment]}`
  const domain = options.domain ?? hosts[environment]
  const [apiKey, apiSecret] = [Secret.from(options.apiKey), Secret.from(options.apiSecret)]
  const privateKey = Secret.from(options.privateKey)
  const { timeoutMs } = options
  const token = createMachineToken({
    api: createUpstreamFetch({ baseUrl, timeoutMs }),
    apiKey,
    apiSecret,
    now,
  })
  const coveredComponents = options.coveredComponents ?? defaultComponents
  const signed = createUpstreamFetch({
    baseUrl,
    timeoutMs,
    sign: createRequestSigner({ keyId: options.keyId, privateKey, coveredComponents, now }),
  })

  /** With the machine's token, a key of its own for each operation, and the signature last. */
  const api: Upstream['fetch'] = async (path, request) => {
    const key = request.method === 'GET' ? {} : { 'idempotency-key': crypto.randomUUID() }
    const answer = await signed(path, {
      ...request,
      headers: { ...key, ...request.headers, authorization: `Bearer ${await token.get()}` },
    })
    if (answer.status === 401) token.forget()
    return answer
  }
  const post = (path: string, body: Json, headers: Record<string, string> = {}) =>
    api(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    })

  async function createCustomer(accountId: string) {
    // The same key on the second try: OffBlocks then answers what it has done, and does it once.
    const headers = { 'idempotency-key': crypto.randomUUID() }
    const body = { chainId: accountId, externalId: accountId }
    const answer = await post('/v1/customers', body, headers).catch(() =>
      post('/v1/customers', body, headers),
    )
    if (answer.status !== 201) throw classifyCustomerFailure(answer)
    const customer = readJson(answer, Customer)
    await customers.save(accountId, customer.id)
    return customer
  }

  async function readCustomer(id: string) {
    return readJson(expect200(await api(`/v1/customers/${id}`, { method: 'GET' })), Customer)
  }

  async function readOpenChallenge(id: string): Promise<string> {
    const answer = expect200(await api(`/v1/customers/${id}/challenge`, { method: 'GET' }))
    const value = readJson(answer, ChallengeAnswer)
    return typeof value === 'string' ? value : value.challenge
  }

  async function toLogin(customerId: string): Promise<UpstreamLogin> {
    const { status } = await readCustomer(customerId)
    if (status === 'rejected' || status === 'inactive') throw problem('registration_conflict')
    const isActive = status === 'active'
    return {
      userId: customerId,
      // OffBlocks has no user's credential: every call is the machine's.
      credential: { customerId, signedInAt: now() },
      status: isActive ? 'active' : 'pending',
    }
  }

  return {
    id: 'offblocks',
    fetch: api,
    proxy,
    secrets: [apiKey, apiSecret, privateKey],
    siwe: {
      messageLifetimeSeconds: 600,
      async createChallenge({ address, chainId }) {
        // The text names the account: without one there is nothing to fetch ahead.
        if (address === undefined || chainId === undefined) throw problem('invalid_request')
        const accountId = toAccountId(address, chainId)
        const known = await customers.find(accountId)
        const customer =
          known === undefined ? await createCustomer(accountId) : await readCustomer(known)
        // Proved before: our own text, verified here.
        if (customer.status !== 'initiating') return undefined
        const challenge = customer.challenge ?? (await readOpenChallenge(customer.id))
        const message = readChallenge(challenge, { accountId, domain })
        const memo = { customerId: customer.id, accountId, challenge }
        return { message, expiresAt: now() + challengeLifetimeMs, memo }
      },
      async verify({ message, signature, address, chainId, memo }) {
        if (isMemo(memo)) {
          const { customerId, accountId, challenge } = memo
          // OffBlocks learns the account that was challenged; what the body claims must be that one.
          const { reference } = parseAccountId(accountId)
          if (toAccountId(address, chainId ?? Number(reference)) !== accountId)
            throw problem('invalid_request')
          const answer = await post(`/v1/customers/${customerId}/challenge/sign`, {
            ownerId: accountId,
            challenge,
            // Of the bytes, not of their hexadecimal spelling.
            signature: Buffer.from(signature.slice(2), 'hex').toString('base64'),
          })
          if (answer.status >= 300) throw classifySignFailure(answer)
          return toLogin(customerId)
        }
        if (chainId === undefined) throw problem('invalid_request')
        const customerId = await customers.find(toAccountId(address, chainId))
        if (customerId === undefined) throw problem('account_not_found')
        const signed = { message, signature: signature as Hex, address: address as Hex, chainId }
        const verdict = await verifySignature(signed, options.rpcUrls ?? {})
        if (verdict === 'unknown') throw problem('upstream_unavailable')
        if (verdict === 'invalid') throw problem('signature_rejected')
        return toLogin(customerId)
      },
    },
    authorize: () => ({}),
    authorizeAs: () => ({}),
  }
}

export declare namespace offblocks {
  type Options = OffBlocksOptions
  type Customers = OffBlocksCustomers
}

/** One spelling for each account, whatever the wallet's is. */
function toAccountId(address: string, chainId: number): string {
  return createAccountId(getAddress(address.toLowerCase()), chainId)
}

function expect200(answer: UpstreamAnswer): UpstreamAnswer {
  if (answer.status === 200) return answer
  throw classifyMachineFailure(answer)
}

/** What `createChallenge` sealed. */
function isMemo(memo: Json): memo is { customerId: string; accountId: string; challenge: string } {
  return typeof memo === 'object' && memo !== null && 'challenge' in memo
}

function rememberCustomers(): OffBlocksCustomers {
  const known = new Map<string, string>()
  return {
    find: async (accountId) => known.get(accountId),
    save: async (accountId, customerId) => {
      known.set(accountId, customerId)
    },
  }
}

const hosts = { sandbox: 'api.sandbox.offblocks.xyz', production: 'api.offblocks.xyz' } as const
const defaultComponents = [
  '@method',
  '@target-uri',
  'authorization',
  'content-digest',
  'idempotency-key',
]
const challengeLifetimeMs = 3_600_000

/** The machine may read every customer: a browser gets its own, whatever it asks for. */
const proxy: readonly ProxyRule[] = [
  {
    methods: ['GET'],
    path: '/customer',
    auth: 'session',
    toPath: ({ userId }) => `/v1/customers/${userId}`,
  },
]
