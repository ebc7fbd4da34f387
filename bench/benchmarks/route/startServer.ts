import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

/** Starts one of the servers in a process of its own. */
export async function startServer(kind: string, options: object = {}): Promise<MeasuredServer> {
  const child = fork(join(import.meta.dirname, 'serve.ts'), [kind, JSON.stringify(options)], {
    execArgv: ['--expose-gc', '--no-warnings'],
    env: { ...process.env, NODE_ENV: 'production' },
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
  /** Processor time since it began, in ms; or the bytes of its heap, less the garbage. */
  read(what: 'cpu' | 'heap'): Promise<number>
  close(): Promise<void>
}
