/**
 * Stands beside `siwe` in the list of offered methods if a challenge is written for one account. No challenge can then be
 * fetched before a wallet is connected, and a page that knows this does not try.
 */
export const siwePerAccount = 'siwe-per-account'
