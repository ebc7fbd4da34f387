import { Cluster, Redis, type RedisOptions } from 'ioredis'

/**
 * Creates an ioredis client without a queue: a command that cannot be sent now is refused now, while the
 * client reconnects by itself.
 *
 * @param url - `redis://host:6379/0` for one server; `redis+sentinel://a:26379,b:26379/name/0` for sentinels,
 * where `name` is the name of the master; `redis+cluster://a:7000,b:7000` for a cluster. Use `rediss` for TLS.
 * `user:password@` before the hosts is sent to Redis, not to the sentinels.
 * @throws Error with one sentence for any other form. It does not repeat the URL, which may contain a
 * password.
 */
export function createRedisClient(url: string, timeoutMs: number): Redis | Cluster {
  const [, scheme, kind, user, password, hosts = '', path = ''] = pattern.exec(url) ?? []
  if (scheme === undefined)
    throw new Error(
      'The URL of the store must start with redis://, redis+sentinel:// or redis+cluster://.',
    )
  const options = {
    commandTimeout: timeoutMs,
    connectTimeout: timeoutMs,
    enableOfflineQueue: false,
    lazyConnect: true,
    maxRetriesPerRequest: 0,
    retryStrategy: retryMs,
    // A former master that is now a replica answers like this. Reconnecting finds the new master.
    reconnectOnError: ({ message }: Error) => message.startsWith('READONLY'),
    ...(user && { username: decodeURIComponent(user) }),
    ...(password && { password: decodeURIComponent(password) }),
    ...(scheme === 'rediss' && { tls: {} }),
  } satisfies RedisOptions
  const nodes = hosts.split(',').map((host) => readNode(host, kind === 'sentinel' ? 26379 : 6379))
  if (kind === 'cluster')
    return new Cluster(nodes, {
      redisOptions: options,
      enableOfflineQueue: false,
      lazyConnect: true,
      clusterRetryStrategy: retryMs,
      slotsRefreshTimeout: timeoutMs,
      // Keeps the names of the cluster's nodes instead of resolving them, because TLS certificates are issued
      // for names.
      ...(scheme === 'rediss' && { dnsLookup: (name, done) => done(null, name) }),
    })
  const [first = '', second = ''] = path.split('/')
  if (kind === 'sentinel') {
    if (first === '')
      throw new Error('The URL of the sentinels must end with the name of the master: …/mymaster.')
    return new Redis({
      ...options,
      sentinels: nodes,
      name: decodeURIComponent(first),
      db: Number(second),
      sentinelRetryStrategy: retryMs,
    })
  }
  const [node] = nodes
  return new Redis({ ...options, ...node, db: Number(first) })
}

function readNode(text: string, defaultPort: number): { host: string; port: number } {
  const [, host = '', port] = /^\[?(.*?)\]?(?::(\d+))?$/.exec(text) ?? []
  return { host, port: port === undefined ? defaultPort : Number(port) }
}

function retryMs(attempt: number): number {
  return Math.min(attempt * 50, 1000)
}

const pattern =
  /^(rediss?)(?:\+(sentinel|cluster))?:\/\/(?:([^:@/]*)(?::([^@/]*))?@)?([^/?#@]+)(?:\/([^?#]*))?$/
