import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { serveWeakRoute, type Weakness } from './fixtures/serveWeakRoute.ts'
import { printResults } from './printResults.ts'
import { runConformance } from './runConformance.ts'

async function findFailures(weaknesses: readonly Weakness[]): Promise<string[]> {
  const route = await serveWeakRoute(weaknesses)
  const { results } = await runConformance(route.url, { knownEmail: 'ada@example.com' })
  route.close()
  return results.filter(({ verdict }) => verdict === 'fail').map(({ name }) => name)
}

test('default: a backend of somebody else’s that does all of it passes', async () => {
  expect(await findFailures([])).toEqual([])
})

test.for([
  ['one-nonce', ['challenge']],
  ['burns-never', ['replay', 'parallel-replay', 'nonce-after-failure']],
  ['burns-on-success', ['nonce-after-failure']],
  ['burns-late', ['parallel-replay', 'nonce-after-failure']],
  ['any-browser', ['other-browser']],
  ['any-domain', ['changed-domain']],
  ['any-uri', ['changed-uri']],
  ['any-chainId', ['changed-chain']],
  ['any-signature', ['signature']],
  ['script-cookie', ['cookie']],
  ['fixed-session', ['fixation']],
  ['keeps-session', ['sign-out']],
  ['leads-elsewhere', ['methods', 'proxy']],
  ['open-proxy', ['proxy']],
  ['any-origin', ['csrf-origin', 'csrf-null', 'csrf-no-origin', 'csrf-fetch-site']],
  ['any-type', ['content-type']],
  ['any-member', ['unknown-members']],
  ['opens-cors', ['cors']],
  ['plain-errors', ['problems']],
  ['caches', ['no-store']],
  ['sniffs', ['nosniff']],
  ['leaks-token', ['secrets']],
  ['no-limit', ['rate-limit']],
  ['no-retry-after', ['rate-limit']],
  ['tells-who-exists', ['enumeration', 'wrong-code']],
] as const)(
  'security: a backend that %s fails, and the report says so',
  async ([weakness, names]) => {
    const failures = await findFailures([weakness])
    expect(failures).toEqual(expect.arrayContaining([...names]))
    // One weakness has one reason, or a few that follow from it.
    expect(failures.length).toBeLessThanOrEqual(names.length + 2)
  },
)

test.for([
  ['says-200', 'bad-json'],
  ['any-method', 'methods'],
  ['any-size', 'body-size'],
  ['reads-any-cookie', 'tampering'],
] as const)('security: a backend that %s fails in more ways than one', async ([weakness, name]) => {
  expect(await findFailures([weakness])).toContain(name)
})

test('security: nonces that nobody issued, and times that are over', async () => {
  expect(await findFailures(['any-nonce'])).toContain('changed-nonce')
  expect(await findFailures(['any-issuedAt', 'any-expirationTime'])).toEqual(
    expect.arrayContaining(['changed-expired', 'changed-future']),
  )
})

test('default: the command prints a table and exits by it', { timeout: 120_000 }, async () => {
  const cli = join(import.meta.dirname, '../../dist/conformance/cli.js')
  const run = (...parameters: string[]) =>
    promisify(execFile)(process.execPath, [cli, ...parameters]).then(
      ({ stdout }) => ({ code: 0, stdout }),
      (error: { code: number; stdout: string }) => ({ code: error.code, stdout: error.stdout }),
    )
  const good = await serveWeakRoute()
  const bad = await serveWeakRoute(['script-cookie'])
  const only = ['--only', 'cookie,replay']
  const passed = await run(good.url, ...only)
  const failed = await run(bad.url, ...only)
  const asJson = await run(bad.url, ...only, '--json')
  good.close()
  bad.close()
  expect(passed).toEqual({ code: 0, stdout: expect.stringContaining('2 passed, 0 failed') })
  expect(failed.code).toBe(1)
  expect(failed.stdout).toMatch(
    /FAIL {2}cookie .*\n.*seen: session lacks HttpOnly\n.*do: {3}Set-Cookie/,
  )
  expect(JSON.parse(asJson.stdout)).toMatchObject({ isConformant: false })
  expect((await run('http://localhost:1/api/auth')).code).toBe(2)
  expect((await run()).code).toBe(2)
  expect((await run(good.url, '--only', 'cookies')).code).toBe(2)
})

test('behavior: what is not offered is left out, and said so', () => {
  const result = { name: 'a', says: 'b', fix: 'c', verdict: 'skip', seen: 'not offered' } as const
  expect(printResults({ results: [result], isConformant: true })).toContain('left out: not offered')
})
