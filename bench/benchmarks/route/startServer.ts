import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

/** Starts one of the servers in a separate process. */
export async function startServer(kind: string, options: object = {}): Promise<MeasuredServer> {
  const child = fork(join(import.meta.dirname, 'serve.ts'), [kind, JSON.stringify(options)], {
    execArgv: ['--expose-gc', '--no-warnings'],
    env: { ...process.env, NODE_ENV: 'production', KIT_NOT_PRODUCTION: '1' },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const [{ port }] = await once(child, 'message')
  return {
    url: `http://127.0.0.1:${port}`,
    async read(what) {
      child.send(what)
      const [amount] = await once(child, 'message')
      return amount
    },
    async close() {
      child.disconnect()
      if (child.exitCode === null) await once(child, 'exit')
    },
  }
}

export interface MeasuredServer {
  readonly url: string
  /** Reads the processor time since the start, in ms, or the bytes of the heap after garbage collection. */
  read(what: 'cpu' | 'heap'): Promise<number>
  close(): Promise<void>
}
