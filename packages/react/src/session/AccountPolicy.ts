/** What happens to a session when the wallet that opened it changes. */
export interface AccountPolicy {
  /**
   * The wallet shows an account other than the session's. `sign-out`: the session ends. `ask`: the user
   * decides, see `AccountMismatchBanner` and `useAccountMismatch`. `keep`: nothing happens, and the app shows
   * whose session it is.
   *
   * @default 'sign-out'
   */
  accountChange: 'sign-out' | 'ask' | 'keep'
  /** The wallet shows another chain. @default 'keep' */
  chainChange: 'sign-out' | 'keep'
  /** The wallet was disconnected, here or in the wallet. A locked wallet looks the same. @default 'keep' */
  disconnect: 'sign-out' | 'keep'
}
