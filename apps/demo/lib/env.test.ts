import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readEnv } from './env.ts'
import { createUpstream } from './upstream.ts'

const secret = 'a-secret-of-more-than-thirty-two-characters'
const production = {
  NODE_ENV: 'production',
  AUTH_SECRET: secret,
  AUTH_ORIGIN: 'https://app.example.com',
}

const upstreamNames = ['self-hosted', 'bakkt', 'gnosis-pay', 'walt-id', 'bitbadges', 'offblocks']

test.for(upstreamNames)('default: %s needs no variables with the sandbox', (name) => {
  const { upstream, isSandbox } = createUpstream({ UPSTREAM: name })
  expect([upstream.id, isSandbox]).toEqual([name, true])
})

test('behavior: a host other than the sandbox needs a key, and an unknown upstream is refused', () => {
  const live = { BAKKT_BASE_URL: 'https://api.bakkt.com' }
  expect(() => createUpstream(live)).toThrow('BAKKT_API_KEY is missing')
  expect(createUpstream({ ...live, BAKKT_API_KEY: 'API-Key 1' }).isSandbox).toBe(false)
  expect(() => createUpstream({ UPSTREAM: 'other' })).toThrow(
    'UPSTREAM is "other", but must be one of: self-hosted, bakkt, gnosis-pay, walt-id, bitbadges, offblocks.',
  )
})

test('behavior: Gnosis Pay needs its domain, and its current dialect is the default', () => {
  const live = { UPSTREAM: 'gnosis-pay', GNOSIS_PAY_BASE_URL: 'https://api.gnosispay.com' }
  expect(() => createUpstream(live)).toThrow('GNOSIS_PAY_DOMAIN is missing')
  const { profilePath } = createUpstream({ ...live, GNOSIS_PAY_DOMAIN: 'app.example.com' })
  expect(profilePath).toBe('/user')
})

test('default: development needs no variables', () => {
  expect(readEnv({})).toEqual({
    secret: ['for-development-only-and-known-to-everyone'],
    subjectSecret: undefined,
    origin: ['http://localhost:3000'],
    redisUrl: undefined,
    storeFile: '.data/auth.sqlite',
    trustedProxyHops: 0,
    sandboxUrl: 'http://localhost:4000',
  })
})

test('parameters: everything', () => {
  expect(
    readEnv({
      ...production,
      AUTH_SECRET: `${secret}-new, ${secret}`,
      AUTH_SUBJECT_SECRET: secret,
      AUTH_ORIGIN: 'https://app.example.com,https://www.example.com',
      REDIS_URL: 'redis://localhost:6379',
      AUTH_STORE_FILE: '/var/lib/app/auth.sqlite',
      TRUSTED_PROXY_HOPS: '1',
      PORT: '8080',
      SANDBOX_PORT: '4100',
    }),
  ).toEqual({
    secret: [`${secret}-new`, secret],
    subjectSecret: secret,
    origin: ['https://app.example.com', 'https://www.example.com'],
    redisUrl: 'redis://localhost:6379',
    storeFile: '/var/lib/app/auth.sqlite',
    trustedProxyHops: 1,
    sandboxUrl: 'http://localhost:4100',
  })
})

test.for([
  ['AUTH_SECRET is missing', { AUTH_SECRET: '' }],
  ['AUTH_SECRET is too short', { AUTH_SECRET: 'short' }],
  ['AUTH_SECRET is too short', { AUTH_SECRET: `${secret},short` }],
  ['AUTH_ORIGIN is missing', { AUTH_ORIGIN: undefined }],
  ['AUTH_ORIGIN is "app.example.com"', { AUTH_ORIGIN: 'app.example.com' }],
  ['AUTH_ORIGIN is "https://app.example.com/"', { AUTH_ORIGIN: 'https://app.example.com/' }],
  ['TRUSTED_PROXY_HOPS is "one"', { TRUSTED_PROXY_HOPS: 'one' }],
  ['PORT is 70000', { PORT: '70000' }],
] as const)(
  'behavior: in production the app does not start and says "%s"',
  ([sentence, changes]) => {
    expect(() => readEnv({ ...production, ...changes })).toThrow(sentence)
  },
)

test.for(upstreamNames)('security: in production %s does not fall back to the sandbox', (name) => {
  const variables = { ...production, UPSTREAM: name, MAIL_FROM: 'Acme <login@example.com>' }
  expect(() => createUpstream(variables)).toThrow(
    /^\w+_(?:BASE_)?URL is missing: without it the app would use the sandbox\.$/,
  )
  const tried = createUpstream({ ...variables, KIT_NOT_PRODUCTION: '1' })
  expect(tried.isSandbox).toBe(true)
})

test('behavior: the build needs no secret, because it serves no requests', () => {
  expect(() =>
    readEnv({ NODE_ENV: 'production', NEXT_PHASE: 'phase-production-build' }),
  ).not.toThrow()
})

test('behavior: .env.example lists exactly the variables that the app reads', async () => {
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
  for (const name of upstreamNames)
    createUpstream(
      new Proxy(variables, {
        get: (all, key) => (key === 'UPSTREAM' ? name : Reflect.get(all, key)),
      }),
    )
  read.add('UPSTREAM')
  // These two are read when the page is built and when a module is loaded, so the calls above do not show them.
  read.add('WALLETCONNECT_PROJECT_ID')
  read.add('GNOSIS_PAY_DIALECT')
  const setByRuntime = new Set(['NODE_ENV', 'NEXT_PHASE', 'KIT_NOT_PRODUCTION'])
  expect(listed.toSorted()).toEqual([...read].filter((name) => !setByRuntime.has(name)).toSorted())
})
