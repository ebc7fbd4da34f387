import { createScript } from './runScript.ts'

/*
 * Operations for which Redis has no command. Each script takes the server's time, so that the clocks of the app's
 * processes do not matter, and all but `consumeAll` use one key, so that they also run on a cluster.
 */

/** KEYS: the key. ARGV: whether a value is expected, that value, the new value, its ttl in ms. */
export const compareAndSet = createScript(`
local current = redis.call('GET', KEYS[1])
local matches = current == ARGV[2]
if ARGV[1] == '0' then matches = not current end
if not matches then return 0 end
redis.call('SET', KEYS[1], ARGV[3], 'PX', ARGV[4])
return 1`)

/** KEYS: the key. */
export const take = createScript(`
local current = redis.call('GET', KEYS[1])
redis.call('DEL', KEYS[1])
return current`)

const now = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)`

/** KEYS: the set, sorted by when its members expire. ARGV: the member, its ttl in ms. */
export const addMember = createScript(`${now}
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
redis.call('ZADD', KEYS[1], now + ARGV[2], ARGV[1])
local last = redis.call('ZRANGE', KEYS[1], -1, -1, 'WITHSCORES')
redis.call('PEXPIREAT', KEYS[1], last[2])
return 1`)

/** KEYS: the set. */
export const members = createScript(`${now}
return redis.call('ZRANGEBYSCORE', KEYS[1], '(' .. now, '+inf')`)

/**
 * Counts like `rate-limiter-flexible`, which refunds and resets the same keys. KEYS: the counters. ARGV: for each
 * counter its points, its window in s, and whether it is only checked. Returns whether points were added, and for each
 * counter the points consumed and the time until its window ends, in ms.
 */
export const consumeAll = createScript(`
local added = 1
for index, key in ipairs(KEYS) do
  if tonumber(redis.call('GET', key) or 0) >= tonumber(ARGV[3 * index - 2]) then added = 0 end
end
local answer = {added}
for index, key in ipairs(KEYS) do
  if added == 1 and ARGV[3 * index] == '0' then
    redis.call('SET', key, 0, 'EX', ARGV[3 * index - 1], 'NX')
    redis.call('INCR', key)
  end
  table.insert(answer, tonumber(redis.call('GET', key) or 0))
  table.insert(answer, redis.call('PTTL', key))
end
return answer`)
