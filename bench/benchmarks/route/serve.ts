import cluster from 'node:cluster'
import { once } from 'node:events'
import type { Server } from 'node:http'
import { startBetterAuth } from './servers/betterAuth.ts'
import { startBare, startHono } from './servers/constant.ts'
import { startKit } from './servers/kit.ts'
import { startFetchPassThrough, startUndiciPassThrough } from './servers/passThrough.ts'
import { startStub } from './servers/stub.ts'

/*
 * One server as a process of its own, or `processes` of them on one port: `serve.ts <kind> <options>`.
 * Tells its port, and whenever it is asked, how much processor time it has taken so far, or its heap.
 */
const kinds: Record<string, (options: never) => Server | Promise<Server>> = {
  bare: startBare,
  hono: startHono,
  undici: startUndiciPassThrough,
  fetch: startFetchPassThrough,
  stub: startStub,
  betterAuth: startBetterAuth,
  kit: startKit,
}
/** Each by itself: to collect the garbage of a large heap takes longer than what is measured. */
const read = {
  /** Processor time since the process began, in ms. */
  cpu() {
    const { user, system } = process.cpuUsage()
    return (user + system) / 1000
  },
  /** Bytes that are left once the garbage is gone. */
  heap() {
    globalThis.gc?.()
    return process.memoryUsage().heapUsed
  },
}

const [kind = '', text = '{}'] = process.argv.slice(2)
const options = JSON.parse(text)
const { processes = 1 } = options

if (cluster.isPrimary && processes > 1) {
  cluster.setupPrimary({ args: [kind, JSON.stringify({ ...options, port: options.port ?? 0 })] })
  const workers = Array.from({ length: processes }, () => cluster.fork())
  const ports = await Promise.all(workers.map(async (worker) => (await once(worker, 'message'))[0]))
  process.on('message', async (what: keyof typeof read) => {
    const amounts = workers.map(async (worker): Promise<number> => {
      worker.send(what)
      return (await once(worker, 'message'))[0]
    })
    const others = await Promise.all(amounts)
    process.send?.(others.reduce((sum, amount) => sum + amount, read[what]()))
  })
  process.once('disconnect', () => process.exit())
  process.send?.(ports[0])
} else {
  const start = kinds[kind]
  if (start === undefined) throw new Error(`There is no server called ${kind}.`)
  const server = await start(options as never)
  server.listen(0, '127.0.0.1', () => {
    const address = server.address()
    process.send?.({ port: typeof address === 'object' ? address?.port : 0 })
  })
  process.on('message', (what: keyof typeof read) => process.send?.(read[what]()))
  process.once('disconnect', () => process.exit())
}
