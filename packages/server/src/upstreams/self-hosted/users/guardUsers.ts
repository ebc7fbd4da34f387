import { problem } from '../../../problem.ts'
import type { Users } from './Users.ts'

/** Fails closed: while the database cannot be reached, nobody can sign in and nothing changes. */
export function guardUsers(users: Users): Users {
  return {
    find: (by) => guard(() => users.find(by)),
    create: (identity) => guard(() => users.create(identity)),
    link: (userId, identity) => guard(() => users.link(userId, identity)),
    unlink: (userId, identity) => guard(() => users.unlink(userId, identity)),
    delete: (userId) => guard(() => users.delete(userId)),
  }
}

async function guard<result>(ask: () => Promise<result>): Promise<result> {
  try {
    return await ask()
  } catch (error) {
    throw problem('store_unavailable', { retryAfterSeconds: 5, cause: describe(error) })
  }
}

/** Drivers put query values into their messages, so only the kind of the error is kept. */
function describe(error: unknown): Error {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  const kind = typeof code === 'string' && /^\w{1,40}$/.test(code) ? code : 'unknown'
  return new Error(`The users' database failed: ${kind}.`)
}
