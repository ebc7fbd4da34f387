import type { Connector } from 'wagmi'
import { type Provider, steadyProvider } from './discovery/steadyProvider.ts'
import { toWalletError } from './toWalletError.ts'

/**
 * A connector of a wallet in this browser, with repaired answers where wagmi would fail: accounts in the form
 * of CAIP-10, refusals in other forms, and a chain that the wallet does not tell. wagmi would ask a second
 * time after a refusal that it does not recognize. A plain account can sign without a chain.
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

/** wagmi recognizes a refusal, and a request that is open already, only by these codes. */
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
