import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { killGroup } from '../machine/killGroup.ts'

/**
 * Runs the demo's processes. Each gets a separate process group, so that ending it also ends its children, such
 * as the workers of Next.js. Ctrl-C in the terminal then reaches only this process, which ends the others in
 * order.
 */
export function createServices() {
  const running = new Map<string, ChildProcess>()
  let isStopping = false

  /** Ends every process, then ends this one with the given code. */
  async function stop(exitCode: number): Promise<never> {
    if (!isStopping) {
      isStopping = true
      await Promise.all([...running.values()].map(endGroup))
      process.exit(exitCode)
    }
    return new Promise(() => {})
  }

  function launch(name: string, nodeArguments: string[], options: Options): ChildProcess {
    const child = spawn(process.execPath, ['--import', endWithParent, ...nodeArguments], {
      cwd: options.cwd,
      env: { ...process.env, ...options.env },
      stdio: ['ignore', 'inherit', 'inherit'],
      detached: true,
    })
    running.set(name, child)
    return child
  }

  return {
    get isStopping() {
      return isStopping
    },
    stop,

    /** Starts a process that keeps running. If it ends, the demo ends with its reason. */
    start(name: string, nodeArguments: string[], options: Options): void {
      const child = launch(name, nodeArguments, options)
      child.once('exit', (code, signal) => {
        running.delete(name)
        if (isStopping) return
        console.error(`The ${name} ended (${signal ?? `exit code ${code}`}), so the demo ends too.`)
        void stop(code || 1)
      })
    },

    /**
     * Runs a process until it exits.
     *
     * @throws Error if it fails.
     */
    run(name: string, nodeArguments: string[], options: Options): Promise<void> {
      const child = launch(name, nodeArguments, options)
      return new Promise((resolve, reject) => {
        child.once('error', reject)
        child.once('exit', (code, signal) => {
          running.delete(name)
          if (code === 0) resolve()
          else reject(new Error(`The ${name} failed (${signal ?? `exit code ${code}`}).`))
        })
      })
    },
  }
}

type Options = { cwd: string; env?: Record<string, string> }

const endWithParent = join(import.meta.dirname, 'endWithParent.ts')

/**
 * Kills a process group and waits until it is gone. The processes have nothing to save, and on a gentler signal
 * Next.js would start a process for its telemetry that outlives it.
 */
async function endGroup({ pid }: ChildProcess): Promise<void> {
  if (pid === undefined) return
  // Some containers do not remove ended processes, so the group never disappears.
  for (let attempts = 100; attempts > 0 && killGroup(pid); attempts -= 1)
    await new Promise((resolve) => setTimeout(resolve, 20))
}
