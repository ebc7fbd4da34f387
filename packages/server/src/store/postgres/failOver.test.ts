import postgres from 'pg'
import { expect, test } from 'vitest'
import { startPostgres } from '../../fixtures/startPostgres.ts'
import { postgresUsers } from '../../upstreams/self-hosted/users/postgresUsers.ts'
import { postgresStore } from './postgresStore.ts'

/*
 * After a failover, the former primary is read-only but keeps its connections, while new connections reach the
 * new primary. This test simulates both with one server: open connections become read-only, and later ones can
 * write.
 *
 * @see {@link https://www.postgresql.org/docs/current/runtime-config-client.html#GUC-DEFAULT-TRANSACTION-READ-ONLY}
 */
test('behavior: a busy store and busy users can write again after a failover, without a restart', {
  timeout: 150_000,
  tags: ['matrix'],
}, async () => {
  const server = await startPostgres()
  const admin = new postgres.Client({ connectionString: server.url })
  const [store, users] = [postgresStore(server), postgresUsers(server)]
  let count = 0
  const write = async () => {
    count += 1
    await store.set('key', `${count}`, 600)
    await users.create({ kind: 'email', email: `${count}@example.com` })
    return true
  }
  try {
    await admin.connect()
    await write()
    await admin.query('ALTER ROLE postgres SET default_transaction_read_only = off')
    await admin.query('ALTER SYSTEM SET default_transaction_read_only = on')
    await admin.query('SELECT pg_reload_conf()')
    await expect.poll(() => write().catch(() => false)).toBe(false)
    await expect
      .poll(() => write().catch(() => false), { timeout: 90_000, interval: 500 })
      .toBe(true)
  } finally {
    await Promise.all([store.close(), users.close(), admin.end()])
    await server.close()
  }
})
