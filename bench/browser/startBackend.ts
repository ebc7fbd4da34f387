import type { RequestListener } from 'node:http'
import { createSandbox } from '../../packages/sandbox/dist/index.js'
import { createAuth, defaultLimits, memoryStore } from '../../packages/server/dist/index.js'
import { toNodeListener } from '../../packages/server/dist/mount/node.js'
import { bakkt } from '../../packages/server/dist/upstreams/bakkt/index.js'

/** Starts the backend that all pages share: the Kit's route with the sandbox, for any origin. */
export async function startBackend(): Promise<Backend> {
  const sandbox = await createSandbox().listen()
  return {
    createListener(origin) {
      const auth = createAuth({
        upstream: bakkt({ apiKey: 'sandbox-api-key', baseUrl: `${sandbox.url}/bakkt` }),
        origin,
        secret: 'a-secret-for-the-benchmarks-alone',
        store: memoryStore(),
        limits: Object.fromEntries(
          Object.entries(defaultLimits).map(([name, limit]) => [name, { ...limit, points: 1e6 }]),
        ),
        otp: { resolveUser: async () => undefined },
      })
      return toNodeListener(auth)
    },
    close: sandbox.close,
  }
}

export interface Backend {
  createListener(origin: string): RequestListener
  close(): Promise<void>
}
