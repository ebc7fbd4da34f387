import { execFile } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { checkUsers } from '@kit/testing/users'
import Database from 'libsql'
import postgres from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startPostgres } from '../../../fixtures/startPostgres.ts'
import { createTable, migrations, printMigrations, record } from './migrations.ts'
import { postgresUsers } from './postgresUsers.ts'
import { sqliteUsers } from './sqliteUsers.ts'

const folder = mkdtempSync(join(tmpdir(), 'kit-users-'))
const file = join(folder, 'new/users.sqlite')
let database: Awaited<ReturnType<typeof startPostgres>>
beforeAll(async () => {
  database = await startPostgres()
})
afterAll(async () => {
  await database.close()
  await rm(folder, { recursive: true, force: true })
})

/** SQL for a database with the first version of the schema and one user. */
function printFirstVersion(dialect: 'sqlite' | 'postgres'): string {
  const [first] = migrations(dialect)
  if (first === undefined) throw new Error('There is no first version.')
  return [createTable, ...first.statements, record(first.name), ...insertUsers('old')].join(';\n')
}

/** SQL that inserts a user as an import, or a process with the first version, would. */
function insertUsers(...ids: readonly string[]): string[] {
  return ids.flatMap((id) => [
    `INSERT INTO kit_users (id, created_at) VALUES ('${id}', '2026-11-28T00:00:00.000Z')`,
    `INSERT INTO kit_wallets (account_id, user_id, linked_at) VALUES ('eip155:_:${id}', '${id}', '2026-11-28T00:00:00.000Z')`,
  ])
}

const randomId = /^[0-9a-f]{32}$/

/* Opens two connections to one database, as two processes would. */
describe('sqlite', () => {
  const both = [sqliteUsers({ file }), sqliteUsers({ file })]
  afterAll(() => Promise.all(both.map((users) => users.close())))
  for (const { name, run } of checkUsers(both)) test(name, run)

  test('behavior: data is kept after a restart', async () => {
    const [users] = both
    const { user } = (await users?.create({ kind: 'email', email: 'ada@example.com' })) ?? {}
    await users?.close()
    expect(await users?.find({ kind: 'email', email: 'ada@example.com' })).toEqual(user)
  })

  test('behavior: a schema that was created by hand is accepted', async () => {
    const printed = join(folder, 'printed.sqlite')
    const database = new Database(printed)
    database.exec(printMigrations('sqlite'))
    database.close()
    const users = sqliteUsers({ file: printed })
    const { isNew } = await users.create({ kind: 'email', email: 'ada@example.com' })
    expect(isNew).toBe(true)
    await users.close()
  })

  test('security: users from before subjects get one each, whichever of several processes is first', async () => {
    const former = join(folder, 'former.sqlite')
    const database = new Database(former)
    database.exec(printFirstVersion('sqlite'))
    const several = [1, 2, 3, 4].map(() => sqliteUsers({ file: former }))
    const found = await Promise.all(several.map((users) => users.find({ userId: 'old' })))
    expect(found[0]?.subject).toMatch(randomId)
    expect(new Set(found.map((user) => user?.subject)).size).toBe(1)
    for (const text of insertUsers('ada', 'bob')) database.exec(text)
    database.close()
    const [ada, bob] = await Promise.all(
      ['ada', 'bob'].map((userId) => several[0]?.find({ userId })),
    )
    expect([ada?.subject, bob?.subject]).toEqual([
      expect.stringMatching(randomId),
      expect.stringMatching(randomId),
    ])
    expect(new Set([found[0]?.subject, ada?.subject, bob?.subject]).size).toBe(3)
    await Promise.all(several.map((users) => users.close()))
  })

  test('behavior: a file that cannot be opened rejects, and the next call tries again', async () => {
    const users = sqliteUsers({ file: join(import.meta.filename, 'users.sqlite') })
    for (const _ of [1, 2]) await expect(users.find({ userId: 'u' })).rejects.toThrow()
  })

  test('security: four processes that start at once create one schema and one user', async () => {
    const shared = join(folder, 'shared.sqlite')
    const script = `import { sqliteUsers } from ${JSON.stringify(join(import.meta.dirname, 'sqliteUsers.ts'))}
const users = sqliteUsers({ file: ${JSON.stringify(shared)} })
const { user, isNew } = await users.create({ kind: 'email', email: 'ada@example.com' })
console.log(JSON.stringify({ id: user.id, isNew }))
await users.close()`
    const node = process.execPath
    const args = ['--experimental-strip-types', '--conditions=@kit/source', '--input-type=module']
    const made = await Promise.all(
      Array.from({ length: 4 }, async () => {
        const { stdout } = await promisify(execFile)(node, [...args, '--eval', script])
        return JSON.parse(stdout) as { id: string; isNew: boolean }
      }),
    )
    expect(new Set(made.map(({ id }) => id)).size).toBe(1)
    expect(made.filter(({ isNew }) => isNew)).toHaveLength(1)
  })
})

describe('postgres', () => {
  const open = () => postgresUsers({ url: database.url })
  let both: ReturnType<typeof open>[]
  beforeAll(() => {
    both = [open(), open()]
  })
  afterAll(() => Promise.all(both.map((users) => users.close())))
  for (const { name } of checkUsers([sqliteUsers({ file })]))
    test(name, () =>
      checkUsers(both)
        .find((check) => check.name === name)
        ?.run(),
    )

  test('behavior: if the schema was created by hand, the app needs no permission to change it', async () => {
    const client = new postgres.Client({ connectionString: database.url })
    await client.connect()
    await client.query('CREATE DATABASE printed')
    await client.end()
    const url = database.url.replace(/postgres$/, 'printed')
    const owner = new postgres.Client({ connectionString: url })
    await owner.connect()
    await owner.query(printMigrations('postgres'))
    await owner.query(`CREATE ROLE app LOGIN; REVOKE CREATE ON SCHEMA public FROM PUBLIC;
      GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO app`)
    await owner.end()
    const users = postgresUsers({ url: url.replace('postgres@', 'app@') })
    expect((await users.create({ kind: 'email', email: 'ada@example.com' })).isNew).toBe(true)
    await users.close()
  })

  test('security: users from before subjects get one each, whichever of several processes is first', async () => {
    const client = new postgres.Client({ connectionString: database.url })
    await client.connect()
    await client.query('CREATE DATABASE former')
    await client.end()
    const url = database.url.replace(/postgres$/, 'former')
    const owner = new postgres.Client({ connectionString: url })
    await owner.connect()
    await owner.query(printFirstVersion('postgres'))
    const several = [1, 2, 3, 4].map(() => postgresUsers({ url }))
    const found = await Promise.all(several.map((users) => users.find({ userId: 'old' })))
    expect(found[0]?.subject).toMatch(randomId)
    expect(new Set(found.map((user) => user?.subject)).size).toBe(1)
    for (const text of insertUsers('ada', 'bob')) await owner.query(text)
    // Steps that have run do nothing when they are run again.
    await owner.query(printMigrations('postgres'))
    await owner.end()
    const [ada, bob] = await Promise.all(
      ['ada', 'bob'].map((userId) => several[0]?.find({ userId })),
    )
    expect([ada?.subject, bob?.subject]).toEqual([
      expect.stringMatching(randomId),
      expect.stringMatching(randomId),
    ])
    expect(new Set([found[0]?.subject, ada?.subject, bob?.subject]).size).toBe(3)
    await Promise.all(several.map((users) => users.close()))
  })

  test('behavior: calls reject while the database is down, and work again afterwards', async () => {
    const users = open()
    const email = { kind: 'email', email: 'grace@example.com' } as const
    await users.create(email)
    await database.stop()
    await expect(users.find(email)).rejects.toThrow()
    await database.start()
    expect(await users.find(email)).toBeDefined()
    await users.close()
  })
})
