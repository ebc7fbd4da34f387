import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readEnv } from './env.ts'

const secret = 'a-secret-of-more-than-thirty-two-characters'
const production = {
  NODE_ENV: 'production',
  AUTH_SECRET: secret,
  AUTH_ORIGIN: 'https://app.example.com',
}

test('default: in development nothing needs to be set', () => {
  expect(readEnv({})).toEqual({
    upstream: 'bakkt',
    bakkt: { apiKey: 'sandbox-api-key', baseUrl: 'http://localhost:4000/bakkt' },
    secret: ['for-development-alone-and-known-to-everyone'],
    origin: ['http://localhost:3000'],
    redisUrl: undefined,
    trustedProxyHops: 0,
    sandboxUrl: 'http://localhost:4000',
    isSandbox: true,
  })
})

test('parameters: everything', () => {
  expect(
    readEnv({
      ...production,
      UPSTREAM: 'bakkt',
      BAKKT_API_KEY: 'API-Key 123',
      BAKKT_BASE_URL: 'https://api.bakkt.com',
      AUTH_SECRET: `${secret}-new, ${secret}`,
      AUTH_ORIGIN: 'https://app.example.com,https://www.example.com',
      REDIS_URL: 'redis://localhost:6379',
      TRUSTED_PROXY_HOPS: '1',
      PORT: '8080',
      SANDBOX_PORT: '4100',
    }),
  ).toEqual({
    upstream: 'bakkt',
    bakkt: { apiKey: 'API-Key 123', baseUrl: 'https://api.bakkt.com' },
    secret: [`${secret}-new`, secret],
    origin: ['https://app.example.com', 'https://www.example.com'],
    redisUrl: 'redis://localhost:6379',
    trustedProxyHops: 1,
    sandboxUrl: 'http://localhost:4100',
    isSandbox: false,
  })
})

test.for([
  ['AUTH_SECRET is missing', { AUTH_SECRET: '' }],
  ['AUTH_SECRET is too short', { AUTH_SECRET: 'short' }],
  ['AUTH_SECRET is too short', { AUTH_SECRET: `${secret},short` }],
  ['AUTH_ORIGIN is missing', { AUTH_ORIGIN: undefined }],
  ['AUTH_ORIGIN is "app.example.com"', { AUTH_ORIGIN: 'app.example.com' }],
  ['AUTH_ORIGIN is "https://app.example.com/"', { AUTH_ORIGIN: 'https://app.example.com/' }],
  ['BAKKT_API_KEY is missing', { BAKKT_BASE_URL: 'https://api.bakkt.com' }],
  ['TRUSTED_PROXY_HOPS is "one"', { TRUSTED_PROXY_HOPS: 'one' }],
  ['PORT is 70000', { PORT: '70000' }],
] as const)('behavior: in production "%s" stops the start', ([sentence, changes]) => {
  expect(() => readEnv({ ...production, ...changes })).toThrow(sentence)
})

test('behavior: the build needs no secret, because it serves nobody', () => {
  expect(() =>
    readEnv({ NODE_ENV: 'production', NEXT_PHASE: 'phase-production-build' }),
  ).not.toThrow()
})

test('behavior: .env.example lists what is read, no more and no less', async () => {
  const listed = (await readFile(join(import.meta.dirname, '../.env.example'), 'utf8'))
    .split('\n')
    .filter((line) => /^[A-Z]/.test(line))
    .map((line) => line.split('=')[0])
  const read = new Set<string>()
  const variables = new Proxy<Record<string, string | undefined>>(
    {},
    {
      get(_target, name) {
        read.add(String(name))
        return undefined
      },
    },
  )
  readEnv(variables)
  const ofTheRuntime = new Set(['NODE_ENV', 'NEXT_PHASE'])
  expect(listed.toSorted()).toEqual([...read].filter((name) => !ofTheRuntime.has(name)).toSorted())
})
