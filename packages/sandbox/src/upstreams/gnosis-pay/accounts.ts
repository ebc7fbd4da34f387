import { randomBytes } from 'node:crypto'

/** Who has signed up. An address is the same in any case of its letters. */
export interface Account {
  id: string
  email: string
}

/** The accounts of the stand-in, by wallet. None exists from the start. */
export function createAccounts() {
  const accounts = new Map<string, Account>()
  return {
    clear: () => accounts.clear(),
    find: (address: string) => accounts.get(address.toLowerCase()),
    /** Whether the wallet or the e-mail address is registered already. */
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
