import { redisStore } from '@kit/server/redis'
import { sqliteStore } from '@kit/server/sqlite'
import { readEnv } from './env.ts'

const { redisUrl, storeFile } = readEnv()

/** The store of sessions, marks and counters: a file on this machine, or Redis for more than one machine. */
export const store =
  redisUrl === undefined ? sqliteStore({ file: storeFile }) : redisStore({ url: redisUrl })
