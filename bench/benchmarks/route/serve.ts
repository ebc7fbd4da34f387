import cluster from 'node:cluster'
import { once } from 'node:events'
import type { Server } from 'node:http'
import { startBetterAuth } from './servers/betterAuth.ts'
import { startBare, startHono } from './servers/constant.ts'
import { startFloor } from './servers/floor.ts'
import { startKit } from './servers/kit.ts'
import { startFetchPassThrough, startUndiciPassThrough } from './servers/passThrough.ts'
import { startStub } from './servers/stub.ts'

/*
 * `serve.ts <kind> <options>`: runs one server in a separate process, or `processes` of them on one port.
 * Sends its port, and on request the processor time used so far or the size of its heap.
 */
const kinds: Record<string, (options: never) => Server | Promise<Server>> = {
  bare: startBare,
  floor: startFloor,
  hono: startHono,
  undici: startUndiciPassThrough,
  fetch: startFetchPassThrough,
  stub: startStub,
  betterAuth: startBetterAuth,
  kit: startKit,
}
/**
 * The heap is read separately, because collecting a large heap's garbage takes longer than the measured calls.
 */
const read = {
  /** The processor time since the process began, in ms. */
  cpu() {
    const { user, system } = process.cpuUsage()
    return (user + system) / 1000
  },
  /** The bytes left after garbage collection. */
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
