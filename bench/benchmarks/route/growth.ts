import type { Table } from '../../Benchmark.ts'
import { kit } from './calls.ts'
import { compare } from './compare.ts'
import { startServer } from './startServer.ts'
import { signIns } from './subjects.ts'

/** Measures the processor time of a verification after this many nonces have been used. */
export async function measureGrowth(
  title: string,
  stub: string,
  measured: Map<string, number>,
): Promise<Table> {
  const counts = [1, 1000, 1_000_000]
  const servers = []
  for (const marks of counts) servers.push(await startServer('kit', { stub, instant: true, marks }))
  const costs = await compare(
    servers.map((server, index) => signIns(`${counts[index]}`, server, kit, 1000).verify),
  )
  for (const server of servers) await server.close()
  for (const [index, { cpuUs }] of costs.entries())
    measured.set(`growth: ${(counts[index] ?? 0).toLocaleString('en')}`, cpuUs)
  const rows = costs.map(({ cpuUs, p99Ms }, index) => [
    (counts[index] ?? 0).toLocaleString('en'),
    cpuUs.toFixed(0),
    (cpuUs / (costs[0]?.cpuUs ?? 0)).toFixed(2),
    p99Ms.toFixed(1),
  ])
  return { title, columns: ['subject', 'CPU µs of POST /siwe/verify', '×', 'p99 ms'], rows }
}
