import { readEnv } from './env.ts'
import { createUpstream } from './upstreams.ts'

try {
  readEnv()
  createUpstream()
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
}
