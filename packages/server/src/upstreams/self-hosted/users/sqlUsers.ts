import { type CompiledQuery, type Kysely, sql } from 'kysely'
import { toHex } from '../../../keys/encodings.ts'
import { randomBytes } from '../../../keys/randomBytes.ts'
import type { Identity, LinkedIdentity, User, Users } from './Users.ts'

/**
 * Stores users in an SQL database. Statements that must run together form a batch, in which none depends on the
 * result of another: SQLite's driver is synchronous, so a transaction that waits for a result would block the
 * process's other connections.
 *
 * @param open - returns the database with its schema. Called for every query.
 * @param now - returns the time in ms since 1970.
 */
export function sqlUsers(open: () => Promise<SqlDatabase>, now: () => number): Users {
  return {
    async find(by) {
      const { kysely } = await open()
      const userId = 'userId' in by ? by.userId : await findOwner(kysely, by)
      return userId === undefined ? undefined : readUser(kysely, userId)
    },
    async create(identity) {
      const { kysely, runBatch } = await open()
      const id = `u_${toHex(randomBytes(16))}`
      const subject = toHex(randomBytes(16))
      const createdAt = new Date(now()).toISOString()
      const [, inserted = 0] = await runBatch([
        insertIdentity(kysely, id, identity, createdAt),
        // Inserts the user only if the identity was inserted for this user. The identity's foreign key is
        // checked when the batch ends.
        insertUserIfOwner(kysely, { id, subject }, identity),
      ])
      if (inserted > 0)
        return {
          user: { id, subject, createdAt, identities: [{ ...identity, linkedAt: createdAt }] },
          isNew: true,
        }
      const existing = await this.find(identity)
      // The existing user may have been deleted between the two queries.
      return existing === undefined ? this.create(identity) : { user: existing, isNew: false }
    },
    async link(userId, identity) {
      const { kysely, runBatch } = await open()
      const linkedAt = new Date(now()).toISOString()
      await runBatch([insertIdentity(kysely, userId, identity, linkedAt)])
      return (await findOwner(kysely, identity)) === userId ? 'linked' : 'taken'
    },
    async unlink(userId, identity) {
      const { kysely, runBatch } = await open()
      const [, deleted = 0] = await runBatch([
        lockUser(kysely, userId),
        deleteUnlessLast(kysely, userId, identity),
      ])
      if (deleted > 0) return 'unlinked'
      return (await findOwner(kysely, identity)) === userId ? 'last' : 'missing'
    },
    async delete(userId) {
      const { kysely, runBatch } = await open()
      await runBatch([kysely.deleteFrom('kit_users').where('id', '=', userId).compile()])
    },
  }
}

/** A database, and a function that runs statements in one transaction. */
export interface SqlDatabase {
  readonly kysely: Kysely<Tables>
  /** Runs statements in one transaction, and returns how many rows each has changed. */
  runBatch(queries: readonly CompiledQuery[]): Promise<number[]>
}

/** The tables, as created by `migrations.ts`. */
export interface Tables {
  kit_users: { id: string; subject: string; created_at: string }
  kit_email_addresses: { email: string; user_id: string; linked_at: string }
  kit_wallets: { account_id: string; user_id: string; linked_at: string }
}

async function findOwner(database: Kysely<Tables>, identity: Identity) {
  const row =
    identity.kind === 'email'
      ? await database
          .selectFrom('kit_email_addresses')
          .select('user_id')
          .where('email', '=', identity.email)
          .executeTakeFirst()
      : await database
          .selectFrom('kit_wallets')
          .select('user_id')
          .where('account_id', '=', identity.accountId)
          .executeTakeFirst()
  return row?.user_id
}

async function readUser(database: Kysely<Tables>, id: string): Promise<User | undefined> {
  const user = await database
    .selectFrom('kit_users')
    .select(['subject', 'created_at'])
    .where('id', '=', id)
    .executeTakeFirst()
  if (user === undefined) return undefined
  const identities = await readIdentities(database, id)
  // The user was deleted between the two queries, because every user has an identity.
  if (identities.length === 0) return undefined
  return { id, subject: user.subject, createdAt: user.created_at, identities }
}

async function readIdentities(database: Kysely<Tables>, id: string): Promise<LinkedIdentity[]> {
  const emails = await database
    .selectFrom('kit_email_addresses')
    .select(['email', 'linked_at'])
    .where('user_id', '=', id)
    .execute()
  const wallets = await database
    .selectFrom('kit_wallets')
    .select(['account_id', 'linked_at'])
    .where('user_id', '=', id)
    .execute()
  const identities: LinkedIdentity[] = [
    ...emails.map((row) => ({ kind: 'email' as const, email: row.email, linkedAt: row.linked_at })),
    ...wallets.map((row) => ({
      kind: 'wallet' as const,
      accountId: row.account_id,
      linkedAt: row.linked_at,
    })),
  ]
  return identities.sort((one, other) => (one.linkedAt < other.linkedAt ? -1 : 1))
}

function insertIdentity(
  kysely: Kysely<Tables>,
  user_id: string,
  identity: Identity,
  linked_at: string,
): CompiledQuery {
  return identity.kind === 'email'
    ? kysely
        .insertInto('kit_email_addresses')
        .values({ email: identity.email, user_id, linked_at })
        .onConflict((conflict) => conflict.doNothing())
        .compile()
    : kysely
        .insertInto('kit_wallets')
        .values({ account_id: identity.accountId, user_id, linked_at })
        .onConflict((conflict) => conflict.doNothing())
        .compile()
}

/** Returns a query that creates the user only if the identity was inserted for this user. */
function insertUserIfOwner(
  kysely: Kysely<Tables>,
  { id, subject }: Pick<Tables['kit_users'], 'id' | 'subject'>,
  identity: Identity,
): CompiledQuery {
  const columns = [
    sql<string>`user_id`.as('id'),
    sql<string>`${subject}`.as('subject'),
    sql<string>`linked_at`.as('created_at'),
  ] as const
  const owned =
    identity.kind === 'email'
      ? kysely
          .selectFrom('kit_email_addresses')
          .select(columns)
          .where('email', '=', identity.email)
          .where('user_id', '=', id)
      : kysely
          .selectFrom('kit_wallets')
          .select(columns)
          .where('account_id', '=', identity.accountId)
          .where('user_id', '=', id)
  return kysely
    .insertInto('kit_users')
    .columns(['id', 'subject', 'created_at'])
    .expression(owned)
    .compile()
}

/**
 * Returns a query that lets only one batch at a time change a user's identities. In PostgreSQL, two
 * simultaneous batches could otherwise each count two identities and remove one, so that none is left.
 */
function lockUser(kysely: Kysely<Tables>, userId: string): CompiledQuery {
  return kysely
    .updateTable('kit_users')
    .set({ created_at: sql.ref('created_at') })
    .where('id', '=', userId)
    .compile()
}

function deleteUnlessLast(
  kysely: Kysely<Tables>,
  userId: string,
  identity: Identity,
): CompiledQuery {
  const count = sql<number>`(SELECT count(*) FROM kit_email_addresses WHERE user_id = ${userId})
    + (SELECT count(*) FROM kit_wallets WHERE user_id = ${userId})`
  return identity.kind === 'email'
    ? kysely
        .deleteFrom('kit_email_addresses')
        .where('email', '=', identity.email)
        .where('user_id', '=', userId)
        .where(count, '>', 1)
        .compile()
    : kysely
        .deleteFrom('kit_wallets')
        .where('account_id', '=', identity.accountId)
        .where('user_id', '=', userId)
        .where(count, '>', 1)
        .compile()
}
