import { isHttpsOrLoopback } from '../isHttpsOrLoopback.ts'

/**
 * Checks a list of RPC URLs at start: `https`, or `http` within this machine, without credentials in the URL.
 * Otherwise anyone on the network path could answer for the chain.
 *
 * @throws Error with one sentence that names the option, but not the URL, whose path is often a key.
 */
export function assertRpcUrls(rpcUrls: Readonly<Record<number, string>>, option: string): void {
  for (const [chainId, text] of Object.entries(rpcUrls)) {
    const url = URL.canParse(text) ? new URL(text) : undefined
    if (url === undefined || !isHttpsOrLoopback(url))
      throw new Error(`${option}[${chainId}] must be https, or http on this machine.`)
    if (url.username !== '' || url.password !== '')
      throw new Error(`${option}[${chainId}] must not contain a user name or a password.`)
  }
}
