import type { Connector } from 'wagmi'
import { type Provider, steadyProvider } from './discovery/steadyProvider.ts'
import { toWalletError } from './toWalletError.ts'

/**
 * Wraps the connector of an injected wallet, and repairs answers that wagmi cannot handle: accounts in CAIP-10
 * form, refusals without the standard code, and a missing chain id. wagmi would prompt again after a refusal that it
 * does not recognize. The chain id may be missing because an account without a contract can sign without it.
 *
 * @see {@link https://github.com/cowprotocol/cowswap/pull/6619}
 */
export function repairAnswers(connector: Connector): Connector {
  if (connector.type !== 'injected') return connector
  return {
    ...connector,
    async getProvider(): Promise<Provider | undefined> {
      const provider = steadyProvider(await connector.getProvider())
      if (provider === undefined) return undefined
      return {
        request: (call) => ask(provider, call),
        on: (...parameters) => provider.on(...parameters),
        removeListener: (...parameters) => provider.removeListener(...parameters),
      }
    },
  }
}

async function ask(provider: Provider, call: Call): Promise<unknown> {
  const { method } = call
  const asked = (async () => provider.request(call))()
  if (method === 'eth_chainId')
    return Promise.race([asked, waitForNothing()]).catch(() => unknownChain)
  const answer = await asked.catch((cause: unknown) => {
    throw toProviderError(cause)
  })
  return accountMethods.has(method) && Array.isArray(answer) ? answer.flatMap(readAddress) : answer
}

/** @see {@link https://chainagnostic.org/CAIPs/caip-10} */
function readAddress(account: unknown): readonly string[] {
  const [, address] = /^(?:eip155:\d+:)?(0x[\da-f]{40})$/i.exec(String(account)) ?? []
  return address === undefined ? [] : [address]
}

/** wagmi recognizes a refusal, or a request that is already pending, only by these codes. */
function toProviderError(cause: unknown): unknown {
  const code = codes.get(toWalletError(cause).code)
  return code === undefined ? (cause ?? new Error('The wallet gave no reason.')) : { code, cause }
}

const codes: ReadonlyMap<string, number> = new Map([
  ['wallet_rejected', 4001],
  ['wallet_request_pending', -32002],
])

const waitForNothing = () => new Promise((resolve) => setTimeout(resolve, longestMs, unknownChain))

type Call = Parameters<Provider['request']>[0]

const accountMethods: ReadonlySet<string> = new Set(['eth_accounts', 'eth_requestAccounts'])
const unknownChain = '0x0'
const longestMs = 3000
