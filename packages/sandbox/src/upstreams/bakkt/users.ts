import { createHash, randomUUID } from 'node:crypto'

/** A user of the stand-in. `target_address` is the wallet that may sign in for it. */
export interface User {
  user_uuid: string
  email: string | null
  target_address: string | null
  status: string
  created_at: string
}

/** Holds the initial users, whose ids are the same at every start, and those added later. */
export function createUsers(now: () => number) {
  const users = new Map<string, User>()

  function add(user: Pick<User, 'email' | 'target_address'>, id: string = randomUUID()): User {
    const created_at = new Date(now()).toISOString()
    const added = { user_uuid: id, status: 'KYC_NEEDED', created_at, ...user }
    users.set(id, added)
    return added
  }

  function reset(): void {
    users.clear()
    for (const email of emails()) {
      const user = add({ email, target_address: null }, toUuid(email))
      user.status = 'ACTIVE'
    }
  }

  reset()
  return {
    add,
    reset,
    list: () => [...users.values()],
    findById: (id: string) => users.get(id),
    findByAddress: (address: string) =>
      [...users.values()].find(
        (user) => user.target_address?.toLowerCase() === address.toLowerCase(),
      ),
    findByEmail: (email: string) => [...users.values()].find((user) => user.email === email),
  }
}

function emails(): string[] {
  const numbered = Array.from({ length: 1000 }, (_, index) => `user-${index + 1}@example.com`)
  return ['ada@example.com', 'grace@example.com', ...numbered]
}

/** Derives a UUID (version 4 in form) from a text. */
function toUuid(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
