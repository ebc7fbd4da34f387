/** What becomes of a session when the wallet that opened it shows something else. */
export interface AccountPolicy {
  /**
   * The wallet shows another account than the session's. `sign-out`: the session ends. `ask`: the user
   * decides, see `AccountMismatchBanner` and `useAccountMismatch`. `keep`: nothing, the app shows whose
   * session it is.
   *
   * @default 'sign-out'
   */
  onAccountChange: 'sign-out' | 'ask' | 'keep'
  /** The wallet shows another chain. @default 'keep' */
  onChainChange: 'sign-out' | 'keep'
  /** The wallet was disconnected, here or in the wallet; a locked one looks the same. @default 'keep' */
  onDisconnect: 'sign-out' | 'keep'
}
