import { parseAccountId } from '@kit/core'
import { problem } from '../../../problem.ts'
import { TimedOut, within } from '../../../within.ts'
import type { Identity, LinkedIdentity, User, Users } from './Users.ts'

/**
 * Wraps an app's `users` so that errors fail closed: while the database cannot be reached, nobody can sign in.
 * It also refuses results that cannot be right, such as another user's record, which a database returns if it
 * treats `ı` and `i` as equal.
 */
export function guardUsers(users: Users): Users {
  return {
    async find(by) {
      const user = await guard(() => users.find(by))
      // Some libraries, such as Prisma, return null.
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
 * Copies the members of a user. The app's object may be a class with getters, and may have further columns and
 * times as `Date`.
 *
 * @throws Error that contains no personal data.
 */
function check(user: User, by: Identity | { readonly userId: string }): User {
  const isTheirs =
    typeof user?.id === 'string' &&
    user.id !== '' &&
    Array.isArray(user.identities) &&
    ('userId' in by ? user.id === by.userId : user.identities.some((one) => isSame(one, by)))
  if (!isTheirs)
    throw new Error(
      '`users` returned something that is not a user, or a user without the requested identity.',
    )
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

/**
 * Whether this version can read an identity. A later version may have written other kinds, and an import other
 * forms.
 */
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

/** @throws Error for any other result, so that it does not count as a success. */
function readWord<const word extends string>(answer: word, words: readonly word[]): word {
  if (words.includes(answer)) return answer
  throw new Error(`\`users\` must answer ${words.join(', ')}.`)
}

function isSame(one: Identity, other: Identity): boolean {
  if (one.kind === 'email') return other.kind === 'email' && isSameText(one.email, other.email)
  return other.kind === 'wallet' && isSameText(one.accountId, other.accountId)
}

/**
 * Compares identities case-insensitively, because imported users may have capital letters in them. Folds only
 * ASCII letters, because others can be equal in some languages only.
 */
function isSameText(one: string, other: string): boolean {
  const [folded, wanted] = [one, other].map((text) =>
    text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase()),
  )
  return folded === wanted
}

const createTimedOut = () => new TimedOut('The database did not answer in time.')

async function guard<result>(ask: () => Promise<result>): Promise<result> {
  try {
    return await within(timeoutMs, ask, createTimedOut)
  } catch (error) {
    throw problem('store_unavailable', { retryAfterSeconds: 5, cause: describe(error) })
  }
}

/** Longer than the time limits of `postgresUsers`. It is for functions that have none. */
const timeoutMs = 10_000

/** Keeps only the kind of an error, because drivers put query values into their messages. */
function describe(error: unknown): Error {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  // The message about a package that is not installed contains no query values.
  if (error instanceof Error && code === 'ERR_MODULE_NOT_FOUND')
    return new Error(`${error.message}.`)
  const kind = typeof code === 'string' && /^\w{1,40}$/.test(code) ? code : 'unknown'
  return new Error(`The database of users failed: ${kind}.`)
}
