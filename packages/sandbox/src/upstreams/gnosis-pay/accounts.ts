import { randomBytes } from 'node:crypto'

/** An account that has signed up. Addresses are compared case-insensitively. */
export interface Account {
  id: string
  email: string
}

/** The stand-in's accounts, by wallet. There are none at first. */
export function createAccounts() {
  const accounts = new Map<string, Account>()
  return {
    clear: () => accounts.clear(),
    find: (address: string) => accounts.get(address.toLowerCase()),
    /** Whether the wallet or the email address is registered already. */
    isTaken: (address: string, email: string) =>
      accounts.has(address.toLowerCase()) ||
      [...accounts.values()].some((account) => account.email === email),
    add(address: string, email: string): Account {
      const account = { id: randomBytes(8).toString('hex'), email }
      accounts.set(address.toLowerCase(), account)
      return account
    },
  }
}
