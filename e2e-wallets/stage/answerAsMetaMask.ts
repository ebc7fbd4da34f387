/**
 * Runs in the page: answers MetaMask's SDK as its extension does, through the announced wallet. Each session
 * follows CAIP-25 and includes every account on every chain of the page. The older SDK, of wagmi 2, looks for
 * the extension only if there is a `window.ethereum`.
 *
 * @see {@link https://chainagnostic.org/CAIPs/caip-25}
 */
export function answerAsMetaMask(): void {
  type Call = { method: string; params?: unknown }
  let ask: (call: Call) => Promise<unknown> = () => Promise.reject(new Error('There is no wallet.'))
  window.addEventListener('eip6963:announceProvider', (event) => {
    const { provider } = (event as CustomEvent<{ provider: { request: typeof ask } }>).detail
    ask = provider.request
    Object.assign(window, { ethereum: { ...provider, isMetaMask: true } })
  })
  window.dispatchEvent(new Event('eip6963:requestProvider'))

  const getSession = async (method: 'eth_accounts' | 'eth_requestAccounts') => {
    const addresses = (await ask({ method })) as string[]
    const chains = addresses.length === 0 ? [] : ['eip155:1', 'eip155:100']
    const scopes = chains.map((chain) => {
      const accounts = addresses.map((address) => `${chain}:${address}`)
      return [chain, { accounts, methods: ['personal_sign'], notifications: [] }]
    })
    return { sessionScopes: Object.fromEntries(scopes) }
  }
  const answers: Record<string, (params: { request: Call }) => Promise<unknown>> = {
    wallet_getSession: () => getSession('eth_accounts'),
    wallet_createSession: () => getSession('eth_requestAccounts'),
    wallet_invokeMethod: ({ request }) => ask(request),
  }

  window.addEventListener('message', async ({ data: { target, data } }) => {
    if (target !== 'metamask-contentscript') return
    const { id, method, params } = data.data
    const settled = await (answers[method]?.(params) ?? ask({ method, params })).then(
      (result) => ({ result }),
      ({ code, message }) => ({ error: { code, message } }),
    )
    const answer = { name: data.name, data: { jsonrpc: '2.0', id, ...settled } }
    window.postMessage({ target: 'metamask-inpage', data: answer }, location.origin)
  })
}
