import { execFile } from 'node:child_process'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { checkUpstream } from '@kit/testing/upstream'
import { serve } from '@hono/node-server'
import { build } from 'esbuild'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { origin, secret } from '../fixtures/startBackend.ts'
import { createAuth } from '../index.ts'
import type { Upstream } from './Upstream.ts'

/* Extracts the adapter from `docs/own-upstream.md`, compiles it, runs it, and checks it. */
const root = join(import.meta.dirname, '../../../..')
const folder = join(import.meta.dirname, '../../.cache/own-upstream')
type StandIn = { routes: { fetch: (request: Request) => Response | Promise<Response> } }
const apiKey = 'lamp-key-of-the-keeper'
let url = ''
let lighthouse: (options: { baseUrl: string; apiKey: string }) => Upstream
let server: ReturnType<typeof serve>

beforeAll(async () => {
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'lighthouse.ts'), await readAdapter())
  await build({
    entryPoints: [join(folder, 'lighthouse.ts')],
    outfile: join(folder, 'lighthouse.mjs'),
    bundle: true,
    format: 'esm',
    platform: 'node',
    conditions: ['@kit/source'],
    // Like an app, this test has one instance of each of these modules.
    external: ['undici', 'viem', 'jose', '@opentelemetry/api'],
  })
  ;({ lighthouse } = await import(/* @vite-ignore */ join(folder, 'lighthouse.mjs')))
  // The stand-in imports types from the sandbox's folder, which are removed here.
  const { createStandIn }: { createStandIn: (world: object) => StandIn } = await import(
    /* @vite-ignore */ join(import.meta.dirname, '../fixtures/sixth/stand-in/index.ts')
  )
  const standIn = createStandIn({ now: Date.now })
  await new Promise<void>((resolve) => {
    const settings = { fetch: standIn.routes.fetch, port: 0, overrideGlobalObjects: false }
    server = serve(settings, ({ port }) => {
      url = `http://localhost:${port}`
      resolve()
    })
  })
})
afterAll(async () => {
  server?.close()
  await rm(folder, { recursive: true, force: true })
})

async function readAdapter(): Promise<string> {
  const page = await readFile(join(root, 'docs/own-upstream.md'), 'utf8')
  const [, code = ''] = /```ts[^\n]*\n([\s\S]*?)```/.exec(page) ?? []
  return code
}

test('default: a whole adapter has fewer than 40 lines', async () => {
  const lines = (await readAdapter()).trimEnd().split('\n')
  expect(lines.length).toBeLessThan(40)
  expect(lines.length).toBeGreaterThan(20)
})

test('default: the adapter compiles in strict mode', async () => {
  const options = '--noEmit --strict --exactOptionalPropertyTypes --module nodenext --target es2022'
  const more =
    '--moduleResolution nodenext --skipLibCheck --customConditions @kit/source --types node'
  const flags = `${options} ${more} --allowImportingTsExtensions --lib es2023,dom`.split(' ')
  await promisify(execFile)(join(root, 'node_modules/.bin/tsc'), [
    ...flags,
    '--ignoreConfig',
    join(folder, 'lighthouse.ts'),
  ]).catch(({ stdout }: { stdout: string }) => expect.fail(stdout))
}, 120_000)

const open = (baseUrl: string, upstream = lighthouse({ baseUrl, apiKey })) =>
  createAuth({ upstream, origin, secret, limits: {} }).handler

const checks = checkUpstream({
  origin,
  readPath: '/view',
  secrets: [apiKey],
  open: () => open(url),
  openUnreachable: () => open('http://localhost:9'),
})
for (const { name, run } of checks) test(name, run)

test('behavior: the checks find each fault in an adapter', async () => {
  const broken: [string, (upstream: Upstream) => Upstream][] = [
    [
      'default: two people sign in by wallet, read, and sign out twice',
      // One credential for all users, which authorizes requests.
      (upstream) => ({
        ...upstream,
        siwe: {
          ...siweOf(upstream),
          verify: async ({ address }) => ({
            userId: address,
            credential: 'one-credential-of-everybody',
          }),
        },
      }),
    ],
    [
      "security: another person's signature does not sign in",
      (upstream) => ({
        ...upstream,
        siwe: {
          ...siweOf(upstream),
          verify: async ({ address }) => ({ userId: address, credential: crypto.randomUUID() }),
        },
      }),
    ],
    [
      'security: an unreachable upstream gives an error code and signs in nobody',
      (upstream) => ({
        ...upstream,
        siwe: { ...siweOf(upstream), verify: () => Promise.reject(new Error('down')) },
      }),
    ],
  ]
  for (const [name, breakIt] of broken) {
    const handler = () => {
      const upstream = breakIt(lighthouse({ baseUrl: url, apiKey }))
      return createAuth({ upstream, origin, secret, onError: () => undefined }).handler
    }
    const [check] = checkUpstream({
      origin,
      readPath: '/view',
      open: handler,
      openUnreachable: handler,
    }).filter((one) => one.name === name)
    await expect(check?.run(), name).rejects.toThrow()
  }
})

test('behavior: users can sign in without fetch, authorize and proxy, and with the same credential', async () => {
  const upstream: Upstream = {
    id: 'bare',
    siwe: {
      messageLifetimeSeconds: 600,
      verify: async ({ address }) => ({ userId: address, credential: null }),
    },
  }
  const handler = () => createAuth({ upstream, origin, secret }).handler
  const [, two] = checkUpstream({ origin, open: handler, openUnreachable: handler })
  await two?.run()
})

function siweOf({ siwe }: Upstream): NonNullable<Upstream['siwe']> {
  return siwe ?? expect.fail('No SIWE.')
}
