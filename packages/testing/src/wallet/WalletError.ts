/** @see {@link https://eips.ethereum.org/EIPS/eip-1193#provider-errors} */
export class WalletError extends Error {
  override readonly name = 'ProviderRpcError'
  readonly code: number
  constructor(code: number, message: string) {
    super(message)
    this.code = code
  }
}
