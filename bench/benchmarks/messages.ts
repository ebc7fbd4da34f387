import {
  createSiweMessage,
  inspectSiweMessage,
  parseSiweMessage,
} from '../../packages/core/dist/index.js'
import type { Benchmark, Goal, Table } from '../Benchmark.ts'
import { importPeer } from '../peers.ts'

export const benchmark: Benchmark = {
  title: 'Messages',
  about: `
The number of texts per second of processor time, the best of seven rounds taken in turns, so that other work on the machine
slows all of them equally.

The Kit parses each text that it builds, so that no field can inject a line. Its \`create\` therefore includes a parse.`,
  async run() {
    const tables: Table[] = []
    const goals: Goal[] = []
    for (const [title, candidates] of Object.entries(await createCandidates())) {
      const best = compare(candidates)
      tables.push(toTable(title, best))
      for (const [peer, atMost] of [
        ['viem/siwe', 1],
        ['siwe', 1 / 50],
      ] as const) {
        const [ours, theirs] = [best.get('ours'), best.get(peer)]
        if (ours === undefined || theirs === undefined) continue
        goals.push({
          what: `${title}, the time compared with ${peer}`,
          atMost,
          measured: theirs / ours,
        })
      }
    }
    return { tables, goals }
  },
}

type Candidates = Record<string, () => unknown>

async function createCandidates(): Promise<Record<string, Candidates>> {
  const viem = await importPeer<typeof import('viem/siwe')>('viem/siwe')
  const { SiweMessage: Original } = await importPeer<SiwePackage>('siwe')
  const { SiweMessage: Successor } = await importPeer<SiwePackage>('@signinwithethereum/siwe')
  const text = createSiweMessage(fields)
  const { domain, address, nonce } = fields
  const time = new Date(expectation.now)
  return {
    parse: {
      ours: () => parseSiweMessage(text),
      'viem/siwe': () => viem.parseSiweMessage(text),
      siwe: () => new Original(text),
      '@signinwithethereum/siwe': () => new Successor(text),
    },
    create: {
      ours: () => createSiweMessage(fields),
      'viem/siwe': () => viem.createSiweMessage(dated),
      siwe: () => new Original(fields).prepareMessage(),
      '@signinwithethereum/siwe': () => new Successor(fields).prepareMessage(),
    },
    inspect: {
      ours: () => inspectSiweMessage(text, expectation),
      'viem/siwe': () => {
        const message = viem.parseSiweMessage(text)
        return viem.validateSiweMessage({ message, domain, address, nonce, time })
      },
    },
  }
}

interface SiwePackage {
  SiweMessage: new (message: string | object) => { prepareMessage(): string }
}

/** The best rate of each library, per second. */
function compare(candidates: Candidates): Map<string, number> {
  const best = new Map<string, number>()
  for (let round = 0; round < 7; round += 1)
    for (const [name, run] of Object.entries(candidates))
      best.set(name, Math.max(best.get(name) ?? 0, measureRate(run)))
  return best
}

function toTable(title: string, best: ReadonlyMap<string, number>): Table {
  const ours = best.get('ours') ?? 0
  const rows = [...best].map(([name, rate]) => [
    name,
    Math.round(rate).toLocaleString('en'),
    (ours / rate).toFixed(2),
  ])
  return { title, columns: ['subject', 'per second', 'ours is × as fast'], rows }
}

/** Measures calls per second of this process's processor time, over about 150 ms. */
function measureRate(run: () => unknown): number {
  const start = process.cpuUsage()
  let calls = 0
  let spentMs = 0
  while (spentMs < 150) {
    for (let call = 0; call < 50; call += 1) run()
    calls += 50
    const { user, system } = process.cpuUsage(start)
    spentMs = (user + system) / 1000
  }
  return (calls / spentMs) * 1000
}

const fields = {
  domain: 'app.example.com',
  address: '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266',
  statement: 'Sign in to Example.',
  uri: 'https://app.example.com/login',
  version: '1',
  chainId: 100,
  nonce: 'a1b2c3d4e5f60718',
  issuedAt: '2026-11-20T12:00:00.000Z',
  expirationTime: '2026-11-20T12:10:00.000Z',
} as const
const dated = {
  ...fields,
  issuedAt: new Date(fields.issuedAt),
  expirationTime: new Date(fields.expirationTime),
}
const expectation = {
  scheme: null,
  domain: fields.domain,
  address: fields.address,
  statement: fields.statement,
  uri: fields.uri,
  chainIds: [100],
  nonce: fields.nonce,
  requestId: null,
  resources: null,
  now: Date.parse('2026-11-20T12:01:00Z'),
  maxAgeMs: 300_000,
  clockToleranceMs: 60_000,
  maxLifetimeMs: 600_000,
  requireExpiration: true,
}
