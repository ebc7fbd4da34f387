import type { ChainableCommander, Cluster, Redis } from 'ioredis'
import { RateLimiterRedis } from 'rate-limiter-flexible'
import { within } from '../../within.ts'
import { consumeOneByOne } from '../consumeOneByOne.ts'
import { createStoreTimedOut } from '../guard.ts'
import type { Count, Counter, CounterCharge, Store } from '../Store.ts'
import { toCount } from '../toCount.ts'
import { createRedisClient } from './createRedisClient.ts'
import { createRedisCounter } from './createRedisCounter.ts'
import { runScript, type Script, type ScriptCall } from './runScript.ts'
import * as scripts from './scripts.ts'

/**
 * Stores sessions, marks and counters in Redis or Valkey, for any number of processes. An operation that is
 * not answered in time rejects, and nothing waits in a queue while the connection is down.
 *
 * @param options.url - `redis://…` or `rediss://…`; `redis+sentinel://host,host/name` or
 * `redis+cluster://host,host`, each also with `rediss`. Instead of a URL, you can pass the app's ioredis client
 * as `options.client`.
 * @param options.prefix - the prefix of every key. Default `kit:`.
 * @param options.timeoutMs - the time limit for one operation. Default 1000 ms.
 * @param options.replicas - how many replicas must confirm a write (`WAIT`) before it succeeds. With the
 * default 0, a failover may lose the latest marks and restore sessions that have just ended.
 * @throws Error immediately for a URL of another form.
 * @example
 * createAuth({ store: redisStore({ url: 'redis://localhost:6379' }), … })
 */
export function redisStore(options: redisStore.Options): Store & { close(): Promise<void> } {
  const { prefix = 'kit:', timeoutMs = 1000, replicas = 0 } = options
  const client = options.client ?? createRedisClient(options.url, timeoutMs)
  // `WAIT` blocks its connection, so reads and counters use a separate one.
  const writer = replicas > 0 ? duplicate(client) : client
  // Without a listener, a lost connection would end the process. Each operation reports the loss anyway.
  if (options.client === undefined) client.on('error', () => {})
  if (writer !== client) writer.on('error', () => {})

  const connecting = new Map<Redis | Cluster, Promise<void>>()
  /** Connects before the first operation, while other operations wait. After that, ioredis reconnects by itself. */
  async function connect(on: Redis | Cluster): Promise<void> {
    if (on.status === 'wait')
      connecting.set(
        on,
        on.connect().finally(() => connecting.delete(on)),
      )
    await connecting.get(on)
  }

  /** Runs an operation with a time limit, because the app's client may have none. */
  function ask<result>(operation: () => Promise<result>, on = client): Promise<result> {
    const answer = () => (on.status === 'ready' ? operation() : connect(on).then(operation))
    return within(timeoutMs, answer, createStoreTimedOut)
  }

  /** Runs a command that writes, and waits until the configured number of replicas has confirmed it. */
  function write(command: (to: ChainableCommander) => ChainableCommander): Promise<unknown> {
    return ask(async () => {
      for (let attempt = 1; ; attempt += 1) {
        // A pipeline uses one connection, and `WAIT` waits for the writes of its connection.
        const pipeline = command(writer.pipeline())
        if (replicas > 0) pipeline.wait(replicas, Math.ceil(timeoutMs / 2))
        const results = (await pipeline.exec()) ?? []
        const fault = results.find(([one]) => one)?.[0]
        if (fault == null) return readWritten(results)
        if (attempt === maxAttempts || !(await followMove(writer, fault))) throw fault
      }
    }, writer)
  }

  /** Like `write`, for a script that changes one key. */
  function writeByScript(
    script: Script,
    key: string,
    ...values: (string | number)[]
  ): Promise<unknown> {
    return runScript(script, (call, text) =>
      write((to) => to[call](text, 1, prefix + key, ...values)),
    )
  }

  function readWritten(results: readonly [Error | null, unknown][]): unknown {
    const [[, result] = [], [, acknowledged] = []] = results
    if (replicas > 0 && Number(acknowledged) < replicas)
      throw new Error(`${Number(acknowledged)} of ${replicas} replicas confirmed the write.`)
    return result
  }

  const toMs = (ttlSeconds: number) => Math.ceil(ttlSeconds * 1000)

  /** Whether keys are on several servers, so that a script can change only one key. */
  let hasSlots = 'nodes' in client
  const counters = new Map<string, Counter>()

  async function consumeTogether(charges: readonly CounterCharge[]): Promise<readonly Count[]> {
    const keys = charges.map(({ name, key }) => `${prefix}${name}:${key}`)
    const values = charges.flatMap(({ points, durationSeconds, isOnlyChecked }) => [
      Math.min(points, Number.MAX_SAFE_INTEGER),
      durationSeconds,
      isOnlyChecked === true ? 1 : 0,
    ])
    const answer = await runScript(scripts.consumeAll, (call, text) =>
      client[call](text, keys.length, ...keys, ...values),
    )
    const [added, ...counts] = answer as number[]
    return charges.map(({ points, isOnlyChecked }, index) => {
      const [consumed = 0, resetMs = 0] = counts.slice(2 * index)
      return toCount({ consumed, resetMs }, points, added === 1 && isOnlyChecked !== true ? 0 : 1)
    })
  }

  const store: Store & { close(): Promise<void> } = {
    claim: async (key, ttlSeconds) =>
      (await write((to) => to.set(prefix + key, '1', 'PX', toMs(ttlSeconds), 'NX'))) === 'OK',
    has: (key) => ask(async () => (await client.exists(prefix + key)) === 1),
    get: (key) => ask(async () => (await client.get(prefix + key)) ?? undefined),
    async set(key, value, ttlSeconds) {
      await write((to) => to.set(prefix + key, value, 'PX', toMs(ttlSeconds)))
    },
    async compareAndSet(key, expected, value, ttlSeconds) {
      const isExpected = expected === undefined ? '0' : '1'
      const values = [isExpected, expected ?? '', value, toMs(ttlSeconds)]
      return (await writeByScript(scripts.compareAndSet, key, ...values)) === 1
    },
    async take(key) {
      const value = await writeByScript(scripts.take, key)
      return typeof value === 'string' ? value : undefined
    },
    async delete(key) {
      await write((to) => to.del(prefix + key))
    },
    async addMember(set, member, ttlSeconds) {
      await writeByScript(scripts.addMember, set, member, toMs(ttlSeconds))
    },
    async removeMember(set, member) {
      await write((to) => to.zrem(prefix + set, member))
    },
    members: (set) =>
      ask(async () => {
        const run = (call: ScriptCall, text: string) => client[call](text, 1, prefix + set)
        return (await runScript(scripts.members, run)) as string[]
      }),
    createCounter(limit) {
      const limiter = new RateLimiterRedis({
        storeClient: client,
        keyPrefix: prefix + limit.name,
        points: limit.points,
        duration: limit.durationSeconds,
      })
      const inner = createRedisCounter(limiter, limit)
      const counter: Counter = {
        consume: (key, window) => ask(() => inner.consume(key, window)),
        refund: (key) => ask(() => inner.refund(key)),
        reset: (key) => ask(() => inner.reset(key)),
        peek: (key) => ask(() => inner.peek(key)),
      }
      counters.set(limit.name, counter)
      return counter
    },
    async consumeAll(charges) {
      if (!hasSlots)
        try {
          return await ask(() => consumeTogether(charges))
        } catch (error) {
          // The address leads to a cluster, as with Redis Enterprise. The script has changed nothing.
          if (!(error instanceof Error && error.message.includes('CROSSSLOT'))) throw error
          hasSlots = true
        }
      return consumeOneByOne(
        charges,
        (charge) => counters.get(charge.name) ?? store.createCounter(charge),
      )
    },
    async ping() {
      await ask(() => client.ping())
    },
    inspect: () =>
      ask(async () => {
        const info = await client.info()
        const read = (name: string) => new RegExp(`^${name}:(.*?)\\r?$`, 'm').exec(info)?.[1]
        const policy = read('maxmemory_policy') ?? 'noeviction'
        return [
          ...(policy === 'noeviction'
            ? []
            : [
                `Redis evicts keys (maxmemory-policy ${policy}), so a used nonce could be used again, and users would be signed out at random. Set it to noeviction.`,
              ]),
          ...(read('aof_enabled') === '0'
            ? [
                'Redis keeps no append-only file, so all users are signed out after a restart. Set appendonly yes.',
              ]
            : []),
        ]
      }),
    async close() {
      client.disconnect()
      if (writer !== client) writer.disconnect()
    },
  }
  return store
}

export declare namespace redisStore {
  type Options = {
    /** @default 'kit:' */
    prefix?: string | undefined
    /** The time limit for one operation, in ms. @default 1000 */
    timeoutMs?: number | undefined
    /** How many replicas must confirm a write before it succeeds. @default 0 */
    replicas?: number | undefined
  } & ({ url: string; client?: undefined } | { url?: undefined; client: Redis | Cluster })
}

/**
 * Whether a write was refused because its key has moved to another node of the cluster, for example after a
 * failover. Then updates the client's map of the cluster, so that the write can be repeated; a refused write
 * had no effect. ioredis does this by itself, but not for a pipeline that contains `WAIT`.
 */
async function followMove(client: Redis | Cluster, { message }: Error): Promise<boolean> {
  if (!('refreshSlotsCache' in client) || !/^(?:MOVED|ASK|TRYAGAIN|CLUSTERDOWN) /.test(message))
    return false
  await new Promise((resolve) => client.refreshSlotsCache(resolve))
  return true
}

function duplicate(client: Redis | Cluster): Redis | Cluster {
  return 'nodes' in client ? client.duplicate() : client.duplicate()
}

const maxAttempts = 3
