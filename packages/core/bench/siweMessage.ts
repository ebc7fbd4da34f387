import { SiweMessage as Successor } from '@signinwithethereum/siwe'
import { SiweMessage as Original } from 'siwe'
import {
  createSiweMessage as viemCreate,
  parseSiweMessage as viemParse,
  validateSiweMessage as viemValidate,
} from 'viem/siwe'
import { createSiweMessage, inspectSiweMessage, parseSiweMessage } from '../src/index.ts'

/*
 * Texts a second of processor time, ours beside others': `node --conditions=@kit/source packages/core/bench/siweMessage.ts`.
 * The ratios are what counts: absolute numbers are the machine's. Each line is the best of five rounds,
 * taken in turns, so that a busy neighbour slows all of them alike.
 */
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
const text = createSiweMessage(fields)
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
const time = new Date(expectation.now)
const { domain, address, nonce } = fields

const groups: Record<string, Record<string, () => unknown>> = {
  parse: {
    ours: () => parseSiweMessage(text),
    'viem/siwe': () => viemParse(text),
    siwe: () => new Original(text),
    '@signinwithethereum/siwe': () => new Successor(text),
  },
  create: {
    ours: () => createSiweMessage(fields),
    'viem/siwe': () => viemCreate(dated),
    siwe: () => new Original(fields).prepareMessage(),
    '@signinwithethereum/siwe': () => new Successor(fields).prepareMessage(),
  },
  inspect: {
    ours: () => inspectSiweMessage(text, expectation),
    'viem/siwe': () => viemValidate({ message: viemParse(text), domain, address, nonce, time }),
  },
}

for (const [group, candidates] of Object.entries(groups)) {
  const best = new Map<string, number>()
  for (let round = 0; round < 5; round += 1)
    for (const [name, run] of Object.entries(candidates))
      best.set(name, Math.max(best.get(name) ?? 0, rate(run)))
  const ours = best.get('ours') ?? 0
  for (const [name, perSecond] of best)
    console.log(
      `${group.padEnd(8)} ${name.padEnd(26)} ${Math.round(perSecond).toLocaleString('en').padStart(10)} /s  ${(ours / perSecond).toFixed(1).padStart(7)} ×`,
    )
}

/** Calls a second of processor time of this process, over about 150 ms. */
function rate(run: () => unknown): number {
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
