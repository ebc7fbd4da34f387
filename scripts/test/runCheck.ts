import { spawn } from 'node:child_process'
import { mkdir, readFile, rm } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { killGroup } from '../machine/killGroup.ts'
import type { Check, Counts } from './Check.ts'

/** Runs one check and returns its output, which is shown if it fails. */
export async function runCheck(
  check: Check,
  root: string,
): Promise<{ counts: Counts; seconds: number; output: string }> {
  const startedAt = performance.now()
  const results = check.results && join(root, check.results.file)
  // Results of an earlier run must not count for this run.
  if (results !== undefined) await rm(results, { force: true })
  await mkdir(join(root, '.cache/results'), { recursive: true })

  let output = ''
  const start = (command: string[]) => {
    output += `\n$ ${command.join(' ')}\n`
    return run(command, { root, env: check.env ?? {} }, (text) => {
      output += text
    })
  }
  let exitCode = 0
  for (const command of check.commands) {
    exitCode = await start(command)
    if (exitCode !== 0) break
  }
  const counts = await count(check, results, exitCode)
  return { counts, seconds: (performance.now() - startedAt) / 1000, output }
}

/** Reads the results if there are any. A failing command never counts as passed, whatever results it wrote. */
async function count(check: Check, file: string | undefined, exitCode: number): Promise<Counts> {
  const verdict = exitCode === 0 ? 0 : 1
  if (check.results === undefined || file === undefined)
    return { passed: 1 - verdict, failed: verdict, skips: [] }
  const text = await readFile(file, 'utf8').catch(() => undefined)
  if (text === undefined) return { passed: 0, failed: 1, skips: [] }
  const counts = check.results.read(JSON.parse(text))
  const isEmpty = counts.passed + counts.failed === 0
  return { ...counts, failed: Math.max(counts.failed, isEmpty ? 1 : verdict) }
}

/**
 * The timeout is several times as long as the slowest command takes. It keeps a hanging command from blocking
 * the whole run.
 */
const timeoutMs = 25 * 60_000

function run(
  [name = '', ...parameters]: string[],
  { root, env }: { root: string; env: Record<string, string> },
  onOutput: (text: string) => void,
): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(name, parameters, {
      cwd: root,
      env: { ...process.env, ...env, PATH: `${binaries(root)}${delimiter}${process.env['PATH']}` },
      stdio: ['ignore', 'pipe', 'pipe'],
      // The command gets a separate process group, so that it can be ended together with everything that it
      // started.
      detached: true,
    })
    const finish = (code: number) => {
      clearTimeout(timeout)
      process.off('exit', endGroup)
      endGroup()
      resolve(code)
    }
    // This also ends processes that the command has left behind, such as browsers and servers.
    const endGroup = () => {
      if (child.pid !== undefined) killGroup(child.pid)
    }
    const timeout = setTimeout(() => {
      onOutput(`\nEnded: it took more than ${timeoutMs / 60_000} minutes.\n`)
      finish(1)
    }, timeoutMs)
    // Ctrl-C in the terminal reaches only this process's group.
    process.once('exit', endGroup)
    child.stdout.setEncoding('utf8').on('data', onOutput)
    child.stderr.setEncoding('utf8').on('data', onOutput)
    child.once('error', (error) => {
      onOutput(`${error.message}\n`)
      finish(1)
    })
    // The event `close` would also wait for processes that outlive the command and keep its output open.
    child.once('exit', (code) => {
      const closing = setTimeout(finish, 5_000, code ?? 1)
      child.once('close', () => {
        clearTimeout(closing)
        finish(code ?? 1)
      })
    })
  })
}

function binaries(root: string): string {
  return [join(root, 'node_modules/.bin'), join(root, 'apps/demo/node_modules/.bin')].join(
    delimiter,
  )
}
