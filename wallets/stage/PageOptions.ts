/** What the server tells the page. */
export interface PageOptions {
  relayUrl: string
  /** Of the chain, for all chain ids. */
  rpcUrl: string
}
