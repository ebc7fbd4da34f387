/** What happens to a session when something changes in the wallet that opened it. */
export interface AccountPolicy {
  /**
   * When the user selects another account in the wallet. `sign-out`: the session ends. `ask`: the user decides,
   * see `AccountMismatchBanner` and `useAccountMismatch`. `keep`: the session stays, and the app should show
   * which account is signed in.
   *
   * @default 'sign-out'
   */
  accountChange: 'sign-out' | 'ask' | 'keep'
  /** When the user selects another chain in the wallet. @default 'keep' */
  chainChange: 'sign-out' | 'keep'
  /**
   * When the wallet is disconnected, on the page or in the wallet. Locking the wallet looks the same.
   * @default 'keep'
   */
  disconnect: 'sign-out' | 'keep'
}
