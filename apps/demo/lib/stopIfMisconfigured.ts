import { readEnv } from './env.ts'
import { createUpstream } from './upstream.ts'

try {
  readEnv()
  createUpstream()
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
}
