import { memoryStore } from '@kit/server'
import { redisStore } from '@kit/server/redis'
import { readEnv } from './env.ts'

const { redisUrl } = readEnv()

/** Marks of what was used, and counters: in this process, or in Redis for more than one. */
export const store = redisUrl === undefined ? memoryStore() : redisStore({ url: redisUrl })
