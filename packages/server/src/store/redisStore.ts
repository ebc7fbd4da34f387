import { type Cluster, Redis, type RedisOptions } from 'ioredis'
import { RateLimiterRedis } from 'rate-limiter-flexible'
import { createCounter } from './createCounter.ts'
import type { Store } from './Store.ts'

/**
 * Keeps marks and counters in Redis or Valkey, for any number of processes. A command that is not
 * answered in time rejects; nothing waits in a queue while the connection is down.
 *
 * @param options.url - `redis://…` or `rediss://…`; or `options.client`, an ioredis client of your own,
 * such as a `Cluster`, or a `Redis` with `sentinels`.
 * @param options.prefix - of every key. Default `kit:`.
 * @param options.timeoutMs - for one command. Default 1000 ms.
 * @example
 * createAuth({ store: redisStore({ url: 'redis://localhost:6379' }), … })
 */
export function redisStore(options: redisStore.Options): Store & { close(): Promise<void> } {
  const { prefix = 'kit:', timeoutMs = 1000 } = options
  const client =
    options.client ??
    new Redis(options.url, {
      commandTimeout: timeoutMs,
      connectTimeout: timeoutMs,
      enableOfflineQueue: false,
      lazyConnect: true,
      maxRetriesPerRequest: 0,
      retryStrategy: (attempt) => Math.min(attempt * 50, 1000),
    } satisfies RedisOptions)
  // Without a listener a lost connection would end the process; each command reports it anyway.
  if (options.client === undefined) client.on('error', () => {})

  let connecting: Promise<void> | undefined
  /** The first command connects, and waits for that; afterwards ioredis reconnects by itself. */
  async function whenReady(): Promise<void> {
    if (client.status !== 'wait') return connecting
    connecting = client.connect()
    return connecting
  }

  return {
    async claim(key, ttlSeconds) {
      await whenReady()
      return (await client.set(prefix + key, '1', 'EX', Math.ceil(ttlSeconds), 'NX')) === 'OK'
    },
    async has(key) {
      await whenReady()
      return (await client.exists(prefix + key)) === 1
    },
    createCounter(limit) {
      const counter = createCounter(
        new RateLimiterRedis({
          storeClient: client,
          keyPrefix: `${prefix}${limit.name}`,
          points: limit.points,
          duration: limit.durationSeconds,
        }),
        limit,
      )
      return {
        consume: async (key, options) => {
          await whenReady()
          return counter.consume(key, options)
        },
        refund: async (key) => {
          await whenReady()
          return counter.refund(key)
        },
        peek: async (key) => {
          await whenReady()
          return counter.peek(key)
        },
      }
    },
    async ping() {
      await whenReady()
      await client.ping()
    },
    async close() {
      client.disconnect()
    },
  }
}

export declare namespace redisStore {
  type Options = {
    /** @default 'kit:' */
    prefix?: string | undefined
    /** For one command, in ms. @default 1000 */
    timeoutMs?: number | undefined
  } & ({ url: string; client?: undefined } | { url?: undefined; client: Redis | Cluster })
}
