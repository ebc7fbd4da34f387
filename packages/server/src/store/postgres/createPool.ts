import type { Pool, PoolConfig } from 'pg'

/**
 * Creates a connection pool: at most five connections by default, which do not keep the process alive.
 *
 * @param pg - the package `pg`. Each caller imports it, because bundlers treat the imports differently.
 */
export function createPool(
  pg: { Pool: new (config: PoolConfig) => Pool },
  options: createPool.Options,
): Pool {
  const {
    url,
    maxConnections = 5,
    connectTimeoutMs,
    queryTimeoutMs,
    lockTimeoutMs,
    idleTimeoutMs = 10_000,
  } = options
  const pool = new pg.Pool({
    connectionString: url,
    max: maxConnections,
    // If the database is gone, a query must fail instead of hanging.
    connectionTimeoutMillis: connectTimeoutMs,
    query_timeout: queryTimeoutMs,
    statement_timeout: queryTimeoutMs,
    ...(lockTimeoutMs === undefined ? {} : { lock_timeout: lockTimeoutMs }),
    // After a failover, an open connection may still lead to the former primary, which is then read-only. Idle
    // timeouts do not help, because a busy connection is never idle, so every connection is replaced after this
    // time.
    maxLifetimeSeconds: 60,
    idleTimeoutMillis: idleTimeoutMs,
    allowExitOnIdle: true,
  })
  // Without a listener, an idle connection that breaks would end the process.
  pool.on('error', () => {})
  return pool
}

export declare namespace createPool {
  type Options = {
    url: string
    /** @default 5 */
    maxConnections?: number | undefined
    connectTimeoutMs: number
    queryTimeoutMs: number
    /** How long a query may wait for a lock. @default as long as a query may take */
    lockTimeoutMs?: number | undefined
    /** @default 10_000 */
    idleTimeoutMs?: number | undefined
  }
}
