import { createAccountId, parseAccountId } from '@kit/core'
import { getAddress, type Hex } from 'viem'
import { Secret } from '../../audit/Secret.ts'
import { problem } from '../../problem.ts'
import { verifySignature } from '../../siwe/verifySignature.ts'
import { createUpstreamFetch } from '../createUpstreamFetch.ts'
import type { Json, ProxyRule, Upstream } from '../Upstream.ts'
import { createCustomers, rememberCustomers } from './createCustomers.ts'
import { createMachine } from './createMachine.ts'
import { createMachineToken } from './machineToken.ts'
import type { OffBlocksCustomers, OffBlocksOptions } from './OffBlocksOptions.ts'
import { readChallenge } from './readChallenge.ts'
import { createRequestSigner } from './signRequest.ts'

/**
 * OffBlocks: a new customer proves a wallet by signing OffBlocks' own text; one who is known already signs
 * ours, which is verified here, since OffBlocks has no second sign-in. The session is this route's own.
 *
 * @throws Error at once when the private key is not a P-384 one.
 * @see {@link https://docs.offblocks.xyz/developer-guides/api-integration/sign-in-with-x}
 * @example
 * createAuth({ upstream: offblocks({ apiKey, apiSecret, keyId, privateKey, customers }), … })
 */
export function offblocks(options: OffBlocksOptions): Upstream {
  const { environment = 'production', now = Date.now, keyId, timeoutMs, chainIds } = options
  const { coveredComponents = defaultComponents, digestAlgorithm = 'sha-256' } = options
  const baseUrl = options.baseUrl ?? `https://${hosts[environment]}`
  const domain = options.domain ?? hosts[environment]
  const [apiKey, apiSecret] = [Secret.from(options.apiKey), Secret.from(options.apiSecret)]
  const privateKey = Secret.from(options.privateKey)

  const plain = createUpstreamFetch({ baseUrl, timeoutMs, fetch: options.fetch })
  const sign = createRequestSigner({ keyId, privateKey, coveredComponents, digestAlgorithm, now })
  const signed = createUpstreamFetch({ baseUrl, timeoutMs, fetch: options.fetch, sign })
  const token = createMachineToken({ api: plain, apiKey, apiSecret, now })
  const machine = createMachine({ signed, token })
  const known = options.customers ?? rememberCustomers()
  const customers = createCustomers({ machine, known, now })

  /** For one who is known: OffBlocks has nothing to verify a second sign-in with. */
  async function verifyHere(accountId: string, own: verifySignature.Signed): Promise<string> {
    const customerId = await known.find(accountId)
    if (customerId === undefined) throw problem('account_not_found')
    const verdict = await verifySignature(own, options.rpcUrls ?? {})
    if (verdict === 'unknown') throw problem('upstream_unavailable')
    if (verdict === 'invalid') throw problem('signature_rejected')
    return customerId
  }

  return {
    id: 'offblocks',
    fetch: machine.fetch,
    proxy,
    secrets: [apiKey, apiSecret, privateKey],
    siwe: {
      messageLifetimeSeconds: 600,
      async createChallenge({ address, chainId }) {
        // The text names the account: without one there is nothing to fetch ahead.
        if (address === undefined || chainId === undefined) throw problem('invalid_request')
        if (chainIds?.includes(chainId) === false) throw problem('siwe_chain_not_allowed')
        const accountId = toAccountId(address, chainId)
        const customer = await customers.findOrCreate(accountId)
        // Proved before: our own text, verified here.
        if (customer.status !== 'initiating') return undefined
        const challenge = await customers.readChallenge(customer)
        const { text, issuedAt } = readChallenge(challenge, { accountId, domain })
        return {
          message: text,
          // The hour began when it was issued, which may be long ago for one that is fetched again.
          expiresAt: Math.min(issuedAt, now()) + challengeLifetimeMs,
          memo: { customerId: customer.id, accountId, challenge },
        }
      },
      async verify({ message, signature, address, chainId, memo }) {
        if (isMemo(memo)) {
          const { customerId, accountId, challenge } = memo
          // OffBlocks learns the account that was challenged; what the body claims must be that one.
          const { reference } = parseAccountId(accountId)
          if (toAccountId(address, chainId ?? Number(reference)) !== accountId)
            throw problem('invalid_request')
          const base64 = toBase64(signature)
          await customers.prove(customerId, { ownerId: accountId, challenge, signature: base64 })
          return customers.toLogin(customerId)
        }
        if (chainId === undefined) throw problem('invalid_request')
        const own = { message, signature: signature as Hex, address: address as Hex, chainId }
        return customers.toLogin(await verifyHere(toAccountId(address, chainId), own))
      },
    },
    authorize: () => ({}),
    authorizeAs: () => ({}),
    // The machine's credential is the only one there is: what is refused is it, and never the user.
    isKeyAccepted: async () => false,
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

/** Of the bytes, not of their hexadecimal spelling. */
function toBase64(signature: string): string {
  return Buffer.from(signature.slice(2), 'hex').toString('base64')
}

/** What `createChallenge` sealed. */
function isMemo(memo: Json): memo is { customerId: string; accountId: string; challenge: string } {
  return typeof memo === 'object' && memo !== null && 'challenge' in memo
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
