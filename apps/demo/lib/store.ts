import { redisStore } from '@kit/server/redis'
import { sqliteStore } from '@kit/server/sqlite'
import { readEnv } from './env.ts'

const { redisUrl, storeFile } = readEnv()

/** Sessions, marks and counters: in a file on this machine, or in Redis for more than one machine. */
export const store =
  redisUrl === undefined ? sqliteStore({ file: storeFile }) : redisStore({ url: redisUrl })
