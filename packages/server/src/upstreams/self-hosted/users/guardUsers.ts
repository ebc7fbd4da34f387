import { parseAccountId } from '@kit/core'
import { problem } from '../../../problem.ts'
import { within } from '../../../within.ts'
import type { Identity, LinkedIdentity, User, Users } from './Users.ts'

/**
 * Fails closed: while the database cannot be reached, nobody can sign in and nothing changes. An answer that cannot
 * be right is refused as well, such as another person's record: a database that takes `ı` for `i` finds those.
 */
export function guardUsers(users: Users): Users {
  return {
    async find(by) {
      const user = await guard(() => users.find(by))
      // Prisma, for one, finds null.
      return user == null ? undefined : check(user, by)
    },
    async create(identity) {
      const made = await guard(() => users.create(identity))
      return { user: check(made?.user, identity), isNew: made.isNew === true }
    },
    async link(userId, identity) {
      return readWord(await guard(() => users.link(userId, identity)), ['linked', 'taken'])
    },
    async unlink(userId, identity) {
      const word = await guard(() => users.unlink(userId, identity))
      return readWord(word, ['unlinked', 'last', 'missing'])
    },
    delete: (userId) => guard(() => users.delete(userId)),
  }
}

/**
 * Copies what belongs to a user: a class of the app's may have getters, further columns, and times as `Date`.
 *
 * @throws Error that names no person.
 */
function check(user: User, by: Identity | { readonly userId: string }): User {
  const isTheirs =
    typeof user?.id === 'string' &&
    user.id !== '' &&
    Array.isArray(user.identities) &&
    ('userId' in by ? user.id === by.userId : user.identities.some((one) => isSame(one, by)))
  if (!isTheirs)
    throw new Error('`users` returned no user, or one who does not have the identity asked for.')
  const { id, createdAt } = user
  const subject: unknown = user.subject ?? undefined
  if (subject !== undefined && (typeof subject !== 'string' || subject === ''))
    throw new Error('`users` returned a user whose `subject` is not a text.')
  const since = toTime(createdAt)
  if (since === undefined)
    throw new Error('`users` returned a user whose `createdAt` is not a time.')
  const identities = user.identities
    .filter(isReadable)
    .map((one) => ({ ...copy(one), linkedAt: toTime(one.linkedAt) ?? since }))
  return { id, subject, createdAt: since, identities }
}

/** A later version may know other kinds, and an import may have left an account in another form. */
function isReadable(one: LinkedIdentity): boolean {
  if (one?.kind === 'email') return typeof one.email === 'string'
  return one?.kind === 'wallet' && isAccountId(one.accountId)
}

function copy(one: LinkedIdentity): Identity {
  return one.kind === 'email'
    ? { kind: 'email', email: one.email }
    : { kind: 'wallet', accountId: one.accountId }
}

function isAccountId(text: unknown): boolean {
  try {
    return typeof text === 'string' && parseAccountId(text).address !== ''
  } catch {
    return false
  }
}

function toTime(time: unknown): string | undefined {
  const date = new Date(typeof time === 'string' || time instanceof Date ? time : Number.NaN)
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString()
}

/** @throws Error for any other answer, which must not count as a success. */
function readWord<const word extends string>(answer: word, words: readonly word[]): word {
  if (words.includes(answer)) return answer
  throw new Error(`\`users\` must answer ${words.join(', ')}.`)
}

function isSame(one: Identity, other: Identity): boolean {
  if (one.kind === 'email') return other.kind === 'email' && isSameText(one.email, other.email)
  return other.kind === 'wallet' && isSameText(one.accountId, other.accountId)
}

/** Imported users may have capitals in what they sign in with. Only ASCII has letters that are safe to fold. */
function isSameText(one: string, other: string): boolean {
  const [folded, wanted] = [one, other].map((text) =>
    text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase()),
  )
  return folded === wanted
}

async function guard<result>(ask: () => Promise<result>): Promise<result> {
  try {
    return await within(timeoutMs, ask, 'The database did not answer in time.')
  } catch (error) {
    throw problem('store_unavailable', { retryAfterSeconds: 5, cause: describe(error) })
  }
}

/** More than the limits of `postgresUsers`, for functions that have none. */
const timeoutMs = 10_000

/** Drivers put query values into their messages, so only the kind of the error is kept. */
function describe(error: unknown): Error {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  // Node's sentence about a package that is not installed contains no query.
  if (error instanceof Error && code === 'ERR_MODULE_NOT_FOUND')
    return new Error(`${error.message}.`)
  const kind = typeof code === 'string' && /^\w{1,40}$/.test(code) ? code : 'unknown'
  return new Error(`The users' database failed: ${kind}.`)
}
