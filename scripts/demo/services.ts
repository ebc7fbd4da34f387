import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'

/**
 * The demo's processes. Each gets a process group of its own, so that ending it ends what it started
 * (Next.js starts workers), and a Ctrl-C in the terminal reaches only this process, which then ends
 * the others in order.
 */
export function createServices() {
  const running = new Map<string, ChildProcess>()
  let isStopping = false

  /** Ends every process, and then this one with the given code. */
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

    /** Starts a process that is meant to stay; when it ends, everything ends with its reason. */
    start(name: string, nodeArguments: string[], options: Options): void {
      const child = launch(name, nodeArguments, options)
      child.once('exit', (code, signal) => {
        running.delete(name)
        if (isStopping) return
        console.error(`The ${name} ended (${signal ?? `exit code ${code}`}), so the demo ends too.`)
        void stop(code || 1)
      })
    },

    /** Runs a process to its end. @throws Error when it fails. */
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
 * Ends a process group at once and waits until it is gone. There is nothing to save, and Next.js would
 * use a kinder signal to start one more process, for its telemetry, that outlives it.
 */
async function endGroup({ pid }: ChildProcess): Promise<void> {
  if (pid === undefined) return
  // Where nothing collects ended processes, as in some containers, the group never goes away.
  for (let attempts = 100; attempts > 0 && killGroup(pid); attempts -= 1)
    await new Promise((resolve) => setTimeout(resolve, 20))
}

/** Whether the group was still there. */
function killGroup(pid: number): boolean {
  try {
    return process.kill(-pid, 'SIGKILL')
  } catch {
    return false
  }
}
