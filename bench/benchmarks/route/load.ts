import { Agent, request as send } from 'node:http'
import type { MeasuredServer } from './startServer.ts'

/** The part of an answer that the next request needs. */
export interface Answer {
  status: number
  body: string
  /** The cookies to send with the next request. */
  cookie: string
}

export interface Call {
  method: 'GET' | 'POST'
  path: string
  headers?: Record<string, string>
  body?: string
}

/** The cost of a number of rounds. A round is one call, or the calls of one flow. */
export interface Cost {
  perSecond: number
  p50Ms: number
  p99Ms: number
  /** The server's processor time for one round. */
  cpuUs: number
}

/**
 * Runs a flow this many times, over ten connections, and measures the server's processor time.
 *
 * @param run - one round; `turn` counts them, `connection` says which of the ten it is on.
 */
export async function measure(
  server: MeasuredServer,
  rounds: number,
  run: (ask: (call: Call) => Promise<Answer>, turn: number, connection: number) => Promise<void>,
): Promise<Cost> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const ask = (call: Call) => exchange(agent, server.url, call)
  const times: number[] = []
  let turn = 0
  const before = await server.read('cpu')
  const startedAt = performance.now()
  const work = async (_: unknown, connection: number) => {
    while (turn < rounds) {
      const mine = turn
      turn += 1
      const sentAt = performance.now()
      await run(ask, mine, connection)
      times.push(performance.now() - sentAt)
    }
  }
  await Promise.all(Array.from({ length: connections }, work))
  const seconds = (performance.now() - startedAt) / 1000
  const after = await server.read('cpu')
  agent.destroy()
  times.sort((one, other) => one - other)
  return {
    perSecond: rounds / seconds,
    p50Ms: times[Math.floor(rounds * 0.5)] ?? 0,
    p99Ms: times[Math.floor(rounds * 0.99)] ?? 0,
    cpuUs: ((after - before) * 1000) / rounds,
  }
}

function exchange(agent: Agent, url: string, call: Call): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { method, path, headers = {}, body } = call
    const request = send(url + path, { agent, method, headers }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk) => chunks.push(chunk))
      response.once('error', reject)
      response.once('end', () => {
        const pairs = (response.headers['set-cookie'] ?? []).map((text) => text.split(';')[0])
        resolve({
          status: response.statusCode ?? 0,
          body: Buffer.concat(chunks).toString(),
          cookie: pairs.join('; '),
        })
      })
    })
    request.once('error', reject)
    request.end(body)
  })
}

export const connections = 10
