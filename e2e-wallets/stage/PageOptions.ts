/** The options that the server passes to the page. */
export interface PageOptions {
  relayUrl: string
  /** The RPC address for all chain ids. */
  rpcUrl: string
}
