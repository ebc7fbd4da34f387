/**
 * Logs in to a service with the client that the app uses.
 *
 * @returns what worked, or why it did not.
 */
export type Login = (
  url: string,
  timeoutMs: number,
) => Promise<{
  /** Why the login failed; absent if it worked. */
  problem?: string
  /** Whether the client is not installed, so that nothing was checked. */
  isMissing?: boolean
  /** What worked, such as "accepts the login". */
  works?: string
  /** Problems with the service that the login does not reveal. */
  notes?: readonly string[]
}>

/** Logs in and writes a key that expires after a second, because a replica or a full server refuses only writes. */
export const logInToRedis: Login = (url, timeoutMs) =>
  attempt('ioredis', async () => {
    const { createRedisClient } = await import('../store/redis/createRedisClient.ts')
    const { redisStore } = await import('../store/redis/redisStore.ts')
    const client = createRedisClient(url, timeoutMs)
    // The client reports a wrong password only here. Later errors only say that the connection is closed.
    let refusal: Error | undefined
    client.on('error', (error: Error) => {
      refusal ??= error
    })
    const store = redisStore({ client, timeoutMs })
    try {
      await store.set('doctor', '1', 1)
      const notes = (await store.inspect?.().catch(() => [])) ?? []
      return { works: 'accepts a write', notes }
    } catch (error) {
      throw refusal ?? error
    } finally {
      client.disconnect()
    }
  })

export const logInToDatabase: Login = (url, timeoutMs) =>
  attempt('pg', async () => {
    const { default: postgres } = await import('pg')
    const client = new postgres.Client({
      connectionString: url,
      connectionTimeoutMillis: timeoutMs,
      query_timeout: timeoutMs,
    })
    client.on('error', () => {})
    try {
      await client.connect()
      const { rows } = await client.query('SELECT pg_is_in_recovery() AS "isReplica"')
      const isReplica = rows[0]?.isReplica === true
      const notes = isReplica ? ['The database is a replica, which refuses writes.'] : []
      return { works: 'accepts a query', notes }
    } finally {
      await client.end()
    }
  })

/** Logs in, and ends the connection without sending an email. */
export const logInToMail: Login = (url, timeoutMs) =>
  attempt('nodemailer', async () => {
    const { createMailTransport } = await import(
      '../upstreams/self-hosted/mail/createMailTransport.ts'
    )
    const server = new URL(url)
    const transport = await createMailTransport(server, timeoutMs)
    try {
      await transport.verify()
    } finally {
      transport.close()
    }
    return { works: server.username === '' ? 'the app does not log in' : 'accepts the login' }
  })

async function attempt(client: string, logIn: () => ReturnType<Login>): ReturnType<Login> {
  try {
    return await logIn()
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND')
      return { problem: `the package ${client} is not installed here`, isMissing: true }
    return { problem: error instanceof Error ? error.message : String(error) }
  }
}
