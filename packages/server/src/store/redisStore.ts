import type { Cluster, Redis } from 'ioredis'
import { RateLimiterRedis } from 'rate-limiter-flexible'
import { createCounter } from './createCounter.ts'
import { createRedisClient } from './createRedisClient.ts'
import type { Counter, Store } from './Store.ts'

/**
 * Keeps marks and counters in Redis or Valkey, for any number of processes. Whatever is not answered in
 * time rejects; nothing waits in a queue while the connection is down.
 *
 * @param options.url - `redis://…` or `rediss://…`; `redis+sentinel://host,host/name` or
 * `redis+cluster://host,host`, each also with `rediss`. Or `options.client`, an ioredis client of your own.
 * @param options.prefix - of every key. Default `kit:`.
 * @param options.timeoutMs - for one operation. Default 1000 ms.
 * @param options.replicas - how many replicas must have a mark before it counts, by `WAIT`. Default 0:
 * a fail-over may lose the newest marks.
 * @throws Error at once for a URL of another form.
 * @example
 * createAuth({ store: redisStore({ url: 'redis://localhost:6379' }), … })
 */
export function redisStore(options: redisStore.Options): Store & { close(): Promise<void> } {
  const { prefix = 'kit:', timeoutMs = 1000, replicas = 0 } = options
  const client = options.client ?? createRedisClient(options.url, timeoutMs)
  // Without a listener a lost connection would end the process; each operation reports it anyway.
  if (options.client === undefined) client.on('error', () => {})

  let connecting: Promise<void> | undefined
  /** The first operation connects, and the others wait for that; afterwards ioredis reconnects by itself. */
  async function connect(): Promise<void> {
    if (client.status === 'wait')
      connecting = client.connect().finally(() => {
        connecting = undefined
      })
    await connecting
  }

  /** A client of the app's own may wait as long as it likes: this does not. */
  async function ask<result>(operation: () => Promise<result>): Promise<result> {
    let timer: ReturnType<typeof setTimeout> | undefined
    const deadline = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error('The store did not answer in time.')), timeoutMs)
    })
    const answer = client.status === 'ready' ? operation() : connect().then(operation)
    try {
      return await Promise.race([answer, deadline])
    } finally {
      clearTimeout(timer)
    }
  }

  /** Sets a key that is not there. True when this did it, and as many replicas have it as are asked for. */
  async function setOnce(key: string, value: string, ttlSeconds: number): Promise<boolean> {
    const ttl = Math.ceil(ttlSeconds)
    if (replicas === 0) return (await client.set(prefix + key, value, 'EX', ttl, 'NX')) === 'OK'
    // One pipeline is one connection: `WAIT` is about what was written on its own.
    const results = await client
      .pipeline()
      .set(prefix + key, value, 'EX', ttl, 'NX')
      .wait(replicas, Math.ceil(timeoutMs / 2))
      .exec()
    const [[setFault, set] = [], [waitFault, acknowledged] = []] = results ?? []
    const fault = setFault ?? waitFault
    if (fault) throw fault
    if (Number(acknowledged) >= replicas) return set === 'OK'
    throw new Error(`Of ${replicas} replicas ${Number(acknowledged)} have the mark.`)
  }

  return {
    claim: (key, ttlSeconds) => ask(() => setOnce(key, '1', ttlSeconds)),
    own: (key, owner, ttlSeconds) =>
      ask(async () => {
        if (await setOnce(key, owner, ttlSeconds)) return true
        return (await client.get(prefix + key)) === owner
      }),
    has: (key) => ask(async () => (await client.exists(prefix + key)) === 1),
    createCounter(limit) {
      const limiter = new RateLimiterRedis({
        storeClient: client,
        keyPrefix: `${prefix}${limit.name}`,
        points: limit.points,
        duration: limit.durationSeconds,
      })
      const counter = createCounter(limiter, limit)
      return {
        consume: (key, window) => ask(() => counter.consume(key, window)),
        refund: (key) => ask(() => counter.refund(key)),
        reset: (key) => ask(() => counter.reset(key)),
        peek: (key) => ask(() => counter.peek(key)),
      } satisfies Counter
    },
    async ping() {
      await ask(() => client.ping())
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
    /** For one operation, in ms. @default 1000 */
    timeoutMs?: number | undefined
    /** How many replicas must have a mark before it counts. @default 0 */
    replicas?: number | undefined
  } & ({ url: string; client?: undefined } | { url?: undefined; client: Redis | Cluster })
}
