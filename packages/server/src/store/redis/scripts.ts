/*
 * Operations for which Redis has no command. Each script uses one key, so that it also runs on a cluster, and
 * takes the server's time, so that the clocks of the app's processes do not matter.
 */

/** KEYS: the key. ARGV: whether a value is expected, that value, the new value, its ttl in ms. */
export const compareAndSet = `
local current = redis.call('GET', KEYS[1])
local matches = current == ARGV[2]
if ARGV[1] == '0' then matches = not current end
if not matches then return 0 end
redis.call('SET', KEYS[1], ARGV[3], 'PX', ARGV[4])
return 1`

/** KEYS: the key. */
export const take = `
local current = redis.call('GET', KEYS[1])
redis.call('DEL', KEYS[1])
return current`

const now = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)`

/** KEYS: the set, sorted by the ends of its members. ARGV: the member, its ttl in ms. */
export const addMember = `${now}
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
redis.call('ZADD', KEYS[1], now + ARGV[2], ARGV[1])
local last = redis.call('ZRANGE', KEYS[1], -1, -1, 'WITHSCORES')
redis.call('PEXPIREAT', KEYS[1], last[2])
return 1`

/** KEYS: the set. */
export const members = `${now}
return redis.call('ZRANGEBYSCORE', KEYS[1], '(' .. now, '+inf')`
