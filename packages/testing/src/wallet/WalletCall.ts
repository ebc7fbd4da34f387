/** A request of the page. */
export interface WalletCall {
  method: string
  params?: readonly unknown[] | undefined
}
