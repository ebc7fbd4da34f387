import { spawn } from 'node:child_process'
import { mkdir, readFile, rm } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import type { Check, Counts } from './Check.ts'

/** Runs one check. Its output is kept and returned, to be shown where something failed. */
export async function runCheck(
  check: Check,
  root: string,
): Promise<{ counts: Counts; seconds: number; output: string }> {
  const startedAt = performance.now()
  const results = check.results && join(root, check.results.file)
  // Results of an earlier run must not count for this one.
  if (results !== undefined) await rm(results, { force: true })
  await mkdir(join(root, '.cache'), { recursive: true })

  let output = ''
  const start = (command: string[]) => {
    output += `\n$ ${command.join(' ')}\n`
    return run(command, { root, env: check.env ?? {} }, (text) => {
      output += text
    })
  }
  const beside = check.beside && start(check.beside)
  let exitCode = 0
  for (const command of check.commands) {
    exitCode = await start(command)
    if (exitCode !== 0) break
  }
  const besideCode = (await beside) ?? 0
  exitCode ||= besideCode
  const counts = await count(check, results, exitCode)
  return { counts, seconds: (performance.now() - startedAt) / 1000, output }
}

/** The results count when there are any. A failing command never counts as passed, whatever it wrote. */
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
    })
    child.stdout.setEncoding('utf8').on('data', onOutput)
    child.stderr.setEncoding('utf8').on('data', onOutput)
    child.once('error', (error) => {
      onOutput(`${error.message}\n`)
      resolve(1)
    })
    child.once('close', (code) => resolve(code ?? 1))
  })
}

function binaries(root: string): string {
  return [join(root, 'node_modules/.bin'), join(root, 'apps/demo/node_modules/.bin')].join(
    delimiter,
  )
}
