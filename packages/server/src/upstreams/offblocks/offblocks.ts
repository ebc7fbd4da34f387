import { createAccountId, parseAccountId } from '@kit/core'
import { normalizeAddress } from '@kit/core/eip55'
import { Secret } from '../../keys/Secret.ts'
import { problem } from '../../problem.ts'
import { verifySignature } from '../../siwe/verifySignature.ts'
import { assertRpcUrls } from '../../transport/assertRpcUrls.ts'
import { createUpstreamFetch } from '../createUpstreamFetch.ts'
import type { HttpUpstream, Json, ProxyRule } from '../Upstream.ts'
import { createCustomers, rememberCustomers } from './createCustomers.ts'
import { createMachine } from './createMachine.ts'
import { createMachineToken } from './machineToken.ts'
import type { OffBlocksCustomers, OffBlocksOptions } from './OffBlocksOptions.ts'
import { readChallenge } from './readChallenge.ts'
import { createRequestSigner } from './signRequest.ts'

/**
 * OffBlocks: a new customer signs a text by OffBlocks to prove a wallet. A returning customer signs a text by
 * this server, which also verifies it, because OffBlocks can verify a wallet only once. The session exists only
 * on this server.
 *
 * @throws Error immediately if the private key is not P-384, or an RPC is neither https nor on this machine.
 * @see {@link https://docs.offblocks.xyz/developer-guides/api-integration/sign-in-with-x}
 * @example
 * createAuth({ upstream: offblocks({ apiKey, apiSecret, keyId, privateKey, customers }), … })
 */
export function offblocks(options: OffBlocksOptions): HttpUpstream {
  const { environment = 'production', now = Date.now, keyId, timeoutMs, chainIds } = options
  const { coveredComponents = defaultComponents, digestAlgorithm = 'sha-256' } = options
  const baseUrl = options.baseUrl ?? `https://${hosts[environment]}`
  const domain = options.domain ?? hosts[environment]
  const [apiKey, apiSecret] = [Secret.from(options.apiKey), Secret.from(options.apiSecret)]
  const privateKey = Secret.from(options.privateKey)

  assertRpcUrls(options.rpcUrls ?? {}, 'rpcUrls')
  const plain = createUpstreamFetch({ baseUrl, timeoutMs, fetch: options.fetch })
  const sign = createRequestSigner({ keyId, privateKey, coveredComponents, digestAlgorithm, now })
  const signed = createUpstreamFetch({ baseUrl, timeoutMs, fetch: options.fetch, sign })
  const token = createMachineToken({ api: plain, apiKey, apiSecret, now })
  const machine = createMachine({ signed, token })
  const known = options.customers ?? rememberCustomers()
  const customers = createCustomers({ machine, known, now, toExternalId: options.externalId })

  async function assertSigned(signed: verifySignature.Request): Promise<void> {
    const verdict = await verifySignature(signed, options.rpcUrls ?? {})
    if (verdict === 'unknown') throw problem('upstream_unavailable')
    if (verdict === 'invalid') throw problem('signature_rejected')
  }

  return {
    id: 'offblocks',
    fetch: machine.fetch,
    proxy,
    // The app's token can read every customer, so an answer that contains it must not leave the server.
    get secrets() {
      return [apiKey, apiSecret, privateKey, token.current()].filter((one) => one !== undefined)
    },
    siwe: {
      messageLifetimeSeconds: 600,
      async createChallenge({ address, chainId }) {
        // The text contains the address, so nothing can be prefetched without one.
        if (address === undefined || chainId === undefined) throw problem('invalid_request')
        if (chainIds?.includes(chainId) === false) throw problem('siwe_chain_not_allowed')
        const accountId = toAccountId(address, chainId)
        const customer = await customers.findOrCreate(accountId)
        // The wallet was proved before, so it signs a text by this server.
        if (customer.status !== 'initiating') return undefined
        const challenge = await customers.readChallenge(customer)
        const { text, issuedAt } = readChallenge(challenge, { accountId, domain })
        return {
          message: text,
          // The text is valid for an hour after its issue, which was earlier if it is fetched again.
          expiresAt: Math.min(issuedAt, now()) + challengeLifetimeMs,
          memo: { customerId: customer.id, accountId, challenge },
        }
      },
      async verify({ message, signature, address, chainId, memo }) {
        if (isMemo(memo)) {
          const { customerId, accountId, challenge } = memo
          // The challenge contains the account, so its chain is the default.
          const chain = chainId ?? Number(parseAccountId(accountId).reference)
          if (toAccountId(address, chain) !== accountId) throw problem('invalid_request')
          // OffBlocks returns the same text to everyone who requests it for this account, and discards it at
          // the first failure. Without this check, a person who does not have the wallet could make the
          // account's owner fail.
          await assertSigned({ message, signature, address, chainId: chain })
          const base64 = toBase64(signature)
          await customers.prove(customerId, { ownerId: accountId, challenge, signature: base64 })
          return customers.toLogin(customerId)
        }
        if (chainId === undefined) throw problem('invalid_request')
        // For a returning customer, the signature is verified here, because OffBlocks verifies a wallet only
        // once.
        const customerId = await known.find(toAccountId(address, chainId))
        if (customerId === undefined) throw problem('account_not_found')
        await assertSigned({ message, signature, address, chainId })
        return customers.toLogin(customerId)
      },
    },
    authorize: () => ({}),
    authorizeAs: () => ({}),
    // All calls are made with the app's credential, so a refusal always refers to it and never to the user.
    isKeyAccepted: async () => false,
  }
}

export declare namespace offblocks {
  type Options = OffBlocksOptions
  type Customers = OffBlocksCustomers
}

/** Returns the CAIP-10 id of an account, with the address in its EIP-55 spelling. */
function toAccountId(address: string, chainId: number): string {
  return createAccountId(normalizeAddress(address.toLowerCase()), chainId)
}

/** Encodes the bytes of a hexadecimal signature as Base64. */
function toBase64(signature: string): string {
  return Buffer.from(signature.slice(2), 'hex').toString('base64')
}

/** Whether a memo has the form that `createChallenge` returns. */
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

/** The app's token can read every customer, so `toPath` limits a browser to the signed-in customer. */
const proxy: readonly ProxyRule[] = [
  {
    methods: ['GET'],
    path: '/customer',
    auth: 'session',
    toPath: ({ userId }) => `/v1/customers/${userId}`,
  },
]
