import { type ChildProcess, spawn } from 'node:child_process'

/**
 * The demo's processes. Each gets a process group of its own, so that ending it ends what it started
 * (Next.js starts workers), and a Ctrl-C in the terminal reaches only this process, which then ends
 * the others in order.
 */
export function createServices() {
  const running = new Map<string, ChildProcess>()
  let isStopping = false

  /** Ends every process, kindly first, and then this one with the given code. */
  async function stop(exitCode: number): Promise<never> {
    if (!isStopping) {
      isStopping = true
      await Promise.all([...running.values()].map(endGroup))
      process.exit(exitCode)
    }
    return new Promise(() => {})
  }

  function launch(name: string, nodeArguments: string[], options: Options): ChildProcess {
    const child = spawn(process.execPath, nodeArguments, {
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

/** Ends a process group: asks, waits at most 5 s, then insists. */
async function endGroup(child: ChildProcess): Promise<void> {
  const { pid } = child
  if (pid === undefined) return
  signalGroup(pid, 'SIGTERM')
  for (let waitedMs = 0; waitedMs < 5000 && groupLives(pid); waitedMs += 50)
    await new Promise((resolve) => setTimeout(resolve, 50))
  signalGroup(pid, 'SIGKILL')
}

function groupLives(pid: number): boolean {
  try {
    process.kill(-pid, 0)
    return true
  } catch {
    return false
  }
}

function signalGroup(pid: number, signal: 'SIGTERM' | 'SIGKILL'): void {
  try {
    process.kill(-pid, signal)
  } catch {
    // The group is gone already, which is what was wanted.
  }
}
