import { execFileSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Benchmark } from '../Benchmark.ts'

const root = join(import.meta.dirname, '../..')

export const benchmark: Benchmark = {
  title: 'Cold start of the server',
  about: `
Each process imports a backend, creates it and sends it one request. Each line is the best of five runs taken in turns, and
includes Node itself and the code that starts the process; the last line shows only these. A test checks that an upstream does
not load the code of another one. The goal is an absolute time, which a slow machine misses: there, compare the last column.`,
  async run() {
    const upstreams = readdirSync(join(root, 'packages/server/dist/upstreams'), {
      withFileTypes: true,
    }).filter((entry) => entry.isDirectory())
    const subjects: [name: string, args: string[]][] = [
      ...upstreams.map(({ name }): [string, string[]] => [`ours, ${name}`, ['ours', name]]),
      ['Better Auth, siwe and email-otp', ['better']],
      ['nothing', ['nothing']],
    ]
    const best = new Map<string, Start>()
    for (let round = 0; round < 5; round += 1)
      for (const [name, args] of subjects) {
        const start = measureStart(args)
        if (start.cpuMs < (best.get(name)?.cpuMs ?? Number.POSITIVE_INFINITY)) best.set(name, start)
      }
    const base = best.get('Better Auth, siwe and email-otp')?.cpuMs ?? 0
    const rows = [...best].map(([name, { wallMs, cpuMs, rss }]) => [
      name,
      cpuMs.toFixed(0),
      wallMs.toFixed(0),
      (rss / 1e6).toFixed(0),
      (base / cpuMs).toFixed(2),
    ])
    const columns = ['subject', 'CPU ms', 'ms', 'MB resident', 'Better Auth takes × as much CPU']
    const slowest = Math.max(...upstreams.map(({ name }) => best.get(`ours, ${name}`)?.cpuMs ?? 0))
    return {
      tables: [{ columns, rows }],
      goals: [
        {
          what: 'the slowest upstream without Node itself, in ms of CPU',
          atMost: 300,
          measured: slowest - (best.get('nothing')?.cpuMs ?? 0),
        },
      ],
    }
  },
}

interface Start {
  wallMs: number
  cpuMs: number
  rss: number
}

function measureStart(args: readonly string[]): Start {
  const file = join(import.meta.dirname, 'coldStart/start.ts')
  return JSON.parse(
    execFileSync(process.execPath, ['--no-warnings', file, ...args], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }),
  )
}
