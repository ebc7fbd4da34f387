import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { openApiDocument } from '@kit/core/openapi'
import { privateKeyToAccount } from 'viem/accounts'
import { expect, test } from 'vitest'
import { checks } from './checks/index.ts'
import { findOperation, operations } from './document/findResponse.ts'
import { knownEmail, serveReference } from './fixtures/serveReference.ts'
import { notChecked } from './notChecked.ts'
import { printResults } from './printResults.ts'
import { runConformance } from './runConformance.ts'

async function examine(
  holes: readonly string[],
  only?: readonly string[],
  methods?: readonly string[],
) {
  const route = await serveReference(holes, methods)
  try {
    const { readCode, url } = route
    return (await runConformance(url, { knownEmail, readCode, only })).results
  } finally {
    route.close()
  }
}

/** Every check takes 4 s on an idle machine. */
const patient = { timeout: 180_000 }

const failed = (results: Awaited<ReturnType<typeof examine>>) =>
  results.filter(({ verdict }) => verdict === 'fail').map(({ name, seen }) => `${name}: ${seen}`)

test('default: a backend without holes passes every check', patient, async () => {
  const results = await examine([])
  expect(failed(results)).toEqual([])
  const skipReason = results.filter(({ verdict }) => verdict === 'skip').map(({ name }) => name)
  expect(skipReason).toEqual(['changed-text'])
})

test.for([[['siwe']], [['email-otp']], [['redirect']]] as const)(
  'behavior: a backend that offers only %s passes, and checks of other methods are skipped',
  patient,
  async ([methods]) => {
    const results = await examine([], undefined, methods)
    expect(failed(results)).toEqual([])
    expect(results.filter(({ verdict }) => verdict === 'pass').length).toBeGreaterThan(15)
  },
)

test('behavior: a backend that drops kept-open connections passes', async () => {
  const results = await examine(['drops-kept-connections'], undefined, ['redirect'])
  expect(failed(results)).toEqual([])
})

test('behavior: an account whose checksum has only lower-case letters can sign in', async () => {
  const account = privateKeyToAccount(`0x${'ef3'.padStart(64, '0')}`)
  expect(account.address).toBe(account.address.toLowerCase())
  const { url, close } = await serveReference()
  const only = ['sign-in', 'changed-address-case']
  const { results } = await runConformance(url, { account, only })
  close()
  expect(results.map(({ verdict, seen }) => [verdict, seen])).toEqual([
    ['pass', undefined],
    ['pass', undefined],
  ])
})

const guarded = [
  ['DELETE /session', 'sign-out'],
  ['DELETE /sessions', 'end-others'],
  ['POST /siwe/challenge', 'siwe-challenge'],
  ['POST /siwe/verify', 'siwe-verify'],
  ['POST /otp/start', 'otp-start'],
  ['POST /otp/verify', 'otp-verify'],
  ['POST /redirect/start', 'redirect-start'],
  ['POST /identities/email/start', 'identity-email-start'],
  ['POST /identities/email/verify', 'identity-email-verify'],
  ['POST /identities/wallet', 'identity-wallet'],
  ['POST /identities/remove', 'identity-remove'],
  ['DELETE /account', 'account-delete'],
] as const
const guardsOfAll = [
  'origin',
  'origin-suffix',
  'origin-null',
  'no-origin',
  'cross-site',
  'same-site',
]
const guardsOfBodies = [
  'content-type',
  'form',
  'no-content-type',
  'bad-json',
  'unknown-members',
  'list',
  'body-size',
  'body-depth',
]

/** A hole with the checks that must catch it. */
type Hole = readonly [string, ...string[]]

const toGuardHoles = ([operation, name]: (typeof guarded)[number]): Hole[] =>
  [...guardsOfAll, ...(operation.startsWith('DELETE') ? [] : guardsOfBodies)].map((guard) => [
    `${guard} ${operation}`,
    `${name}-${guard}`,
  ])

/** Two operations test every guard here. The matrix tests the guards of the other operations. */
const guardedFirst = guarded.filter(([, name]) => ['sign-out', 'siwe-verify'].includes(name))
const otherHoles = guarded.filter((one) => !guardedFirst.includes(one)).flatMap(toGuardHoles)
const holes: readonly Hole[] = [
  ...guardedFirst.flatMap(toGuardHoles),
  ['one-nonce', 'nonce-entropy'],
  ['counting-nonce', 'nonce-entropy'],
  ['short-nonce', 'nonce-entropy'],
  ['old-challenge', 'challenge-times'],
  ['long-challenge', 'challenge-times'],
  ['uri-elsewhere', 'challenge-site'],
  ['needs-account', 'challenge-without-account'],
  ['work-before-origin', 'origin-before-work'],
  ['first-challenge-only', 'two-challenges'],
  ['burns-never', 'replay', 'replay-signed-in', 'parallel-replay', 'nonce-after-failure'],
  ['burns-on-success', 'nonce-after-failure'],
  ['burns-late', 'parallel-replay'],
  ['any-browser', 'other-browser', 'no-cookie'],
  ['any-domain', 'changed-domain'],
  ['any-uri', 'changed-uri'],
  ['any-nonce', 'changed-nonce'],
  ['any-statement', 'changed-statement'],
  ['any-expirationTime', 'changed-expired'],
  ['any-no-expiry', 'changed-no-expiry'],
  ['any-issuedAt', 'changed-old'],
  ['any-notBefore', 'changed-not-before'],
  ['any-resources', 'changed-resources'],
  ['any-requestId', 'changed-request-id'],
  ['any-chainId', 'changed-chain'],
  ['any-case', 'changed-address-case'],
  ['reads-newline', 'changed-newline'],
  ['reads-crlf', 'changed-carriage-returns'],
  ['reads-first-nonce', 'changed-second-nonce'],
  ['reads-any-version', 'changed-version'],
  ['reads-any-date', 'changed-date'],
  ['reads-domain-prefix', 'changed-domain-suffix'],
  ['reads-any-scheme', 'changed-scheme'],
  ['wrong-code-for-field', 'changed-domain', 'changed-uri'],
  ['any-signature', 'signature-of-another', 'signature-of-another-text', 'signature-forged'],
  ['recovery-error-is-yes', 'signature-forged'],
  ['empty-signature', 'signature-empty'],
  ['one-code-for-signatures', 'signature-malformed'],
  ['failure-ends-session', 'failure-keeps-session'],
  ['another-view', 'sign-in'],
  ['wrong-method', 'sign-in'],
  ['created', 'sign-in'],
  ['born-ended', 'session-times'],
  ['seconds', 'session-times'],
  ['cookie-for-script', 'cookie'],
  ['cookie-no-samesite', 'cookie'],
  ['cookie-no-path', 'cookie'],
  ['cookie-domain', 'cookie'],
  ['huge-cookie', 'cookie'],
  ['fixed-session', 'fixation'],
  ['keeps-former', 'former-session'],
  ['keeps-session', 'sign-out'],
  ['keeps-cookie', 'sign-out-cookie'],
  ['sign-out-once', 'sign-out-again'],
  ['refused-sign-out-ends', 'sign-out-origin'],
  ['lists-one', 'session-list'],
  ['lists-for-anybody', 'session-list'],
  ['ends-no-id', 'session-end'],
  ['ends-any-id', 'session-end'],
  ['ends-for-anybody', 'session-end'],
  ['keeps-others', 'session-end-others'],
  ['ends-own', 'session-end-others'],
  ['extends-back', 'session-extend'],
  ['extends-nobody', 'session-extend'],
  ['reads-any-cookie', 'tampering'],
  ['fails-on-odd-cookie', 'unknown-cookies'],
  ['session-sets-cookie', 'no-session'],
  ['open-proxy', 'proxy-without-session'],
  ['climbing-proxy', 'proxy-paths'],
  ['proxy-any-origin', 'proxy-origin'],
  ['any-method', 'methods'],
  ['no-allow', 'methods'],
  ['obeys-override', 'method-override'],
  ['answers-unknown-paths', 'unknown-paths'],
  ['opens-cors', 'cors'],
  ['returns-anywhere', 'redirect-return'],
  ['fixed-state', 'redirect-start'],
  ['any-state', 'redirect-state'],
  ['leads-elsewhere', 'redirect-state'],
  ['start-says-200', 'otp-start-form'],
  ['long-code', 'otp-start-form'],
  ['late-resend', 'otp-start-form'],
  ['long-code-length', 'otp-start-form'],
  ['many-attempts', 'otp-start-form'],
  ['any-identifier', 'otp-identifier'],
  ['tells-by-status', 'enumeration'],
  ['tells-by-header', 'enumeration'],
  ['tells-by-member', 'enumeration'],
  ['tells-by-time', 'enumeration-time'],
  ['no-attempts-left', 'wrong-code'],
  ['attempts-without-end', 'attempts'],
  ['counts-late', 'parallel-attempts'],
  ['any-code', 'code-form'],
  ['unbound-code', 'code-without-start'],
  ['code-again', 'right-code'],
  ['refuses-right-code', 'right-code'],
  ['uses-code-up-late', 'parallel-right-code'],
  ['code-of-any-browser', 'code-other-browser'],
  ['attempts-without-end', 'code-after-attempts'],
  ['accounts-for-anybody', 'identity-session'],
  ['links-nothing', 'identity-link-wallet'],
  ['one-subject', 'identity-wallet-taken'],
  ['link-any-signature', 'identity-wallet-proof'],
  ['link-burns-never', 'identity-wallet-proof'],
  ['link-reads-no-fields', 'identity-wallet-proof'],
  ['links-taken', 'identity-wallet-taken'],
  ['unlinks-nothing', 'identity-remove'],
  ['unlinks-last', 'identity-remove'],
  ['unlinks-any-id', 'identity-remove'],
  ['unlinks-of-another', 'identity-remove-of-another'],
  ['link-code-of-anybody', 'identity-link-email'],
  ['link-any-code', 'identity-link-email'],
  ['link-code-again', 'identity-link-email'],
  ['link-codes-sign-in', 'identity-email-purpose'],
  ['link-attempts-without-end', 'identity-email-attempts'],
  ['account-lists-less', 'identity-account'],
  ['keeps-account', 'identity-account'],
  ['keeps-sessions-of-deleted', 'identity-account'],
  ['failure-sets-cookie', 'wrong-code', 'changed-domain'],
  ['says-200', 'wrong-code', 'changed-domain'],
  ['problem-status', 'problems'],
  ['unknown-code', 'wrong-code'],
  ['type-with-spaces', 'schemas'],
  ['plain-errors', 'problems'],
  ['caches', 'no-store'],
  ['leaks-token', 'secrets'],
  ['no-subject', 'schemas'],
  ['own-status', 'schemas'],
  ['challenge-without-version', 'schemas'],
  ['no-limit', 'challenge-limit', 'code-limit'],
  ['no-retry-after', 'challenge-limit'],
]

/** These checks run first, so that the checks of all answers have answers to read. */
const first = ['sign-in', 'wrong-code', 'changed-domain']

test.for(holes)('security: a backend with the hole "%s" fails', catches)
test.for(otherHoles)('security: a backend with the hole "%s" fails', { tags: ['matrix'] }, catches)

async function catches([hole, ...names]: Hole): Promise<void> {
  const failures = failed(await examine([hole], [...first, ...names]))
  const missed = names.filter(
    (name) => !failures.some((failure) => failure.startsWith(`${name}: `)),
  )
  expect(missed, `not caught; failures are ${failures.join('\n')}`).toEqual([])
}

test('behavior: a backend with random delays for every address passes', async () => {
  const results = await examine(['slow-at-random'], ['enumeration-time'])
  expect(results).toMatchObject([{ verdict: 'pass', seen: undefined }])
})

test('security: a backend that answers a method that it does not offer with another code fails', async () => {
  const [failure] = failed(await examine(['says-not-found'], ['not-offered'], ['siwe']))
  expect(failure).toMatch(/^not-offered: .* instead of method_not_offered$/)
})

test('behavior: there are at least 90 different holes', () => {
  expect(new Set(holes.map(([hole, name]) => `${hole} ${name}`)).size).toBeGreaterThanOrEqual(90)
})

test('behavior: each operation of the document is requested, or a reason is given', async () => {
  const route = await serveReference()
  const asked = new Set<string>()
  const { fetch } = globalThis
  globalThis.fetch = (input, init) => {
    const { pathname } = new URL(String(input))
    const request = `${init?.method} ${pathname.replace('/api/auth', '')}`
    asked.add(findOperation(request)?.key ?? request)
    return fetch(input, init)
  }
  try {
    await runConformance(route.url, { knownEmail, readCode: route.readCode })
  } finally {
    globalThis.fetch = fetch
    route.close()
  }
  const silent = operations.map(({ key }) => key).filter((key) => !asked.has(key))
  expect(silent.filter((key) => !notChecked.some(({ promise }) => promise.includes(key)))).toEqual(
    [],
  )
  expect(Object.keys(openApiDocument.paths).length).toBeGreaterThan(5)
})

test("behavior: the contract's page names a check for each promise, or says why there is none", async () => {
  const page = await readFile(join(import.meta.dirname, '../../../../docs/contract.md'), 'utf8')
  const rows = [...page.matchAll(/^\| (.*) \| (.*) \|$/gm)].map(([, , last = '']) => last)
  const promises = rows.filter((cell) => cell !== 'checked by')
  expect(promises.length).toBeGreaterThan(15)
  const names = checks.map(({ name }) => name)
  for (const cell of promises) {
    const named = [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name)
    expect(named.filter((name) => !names.includes(name))).toEqual([])
    expect(named.length > 0 || cell.startsWith('not checked: '), cell).toBe(true)
  }
})

test('behavior: a wrong mount is one clear failure', async () => {
  const route = await serveReference()
  await expect(runConformance(route.url.replace('/api/auth', '/elsewhere'))).rejects.toThrow(
    /without a list of methods/,
  )
  route.close()
  await expect(runConformance(route.url)).rejects.toThrow('cannot be reached')
})

test('behavior: a server that answers everything with 404 is not a backend', async () => {
  const server = createServer((_, response) => response.writeHead(404).end()).listen(0)
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : ''
  await expect(runConformance(`http://localhost:${port}/api/auth`)).rejects.toThrow(/404/)
  server.close()
})

test('default: the command prints a table, and its exit code tells the result', {
  timeout: 120_000,
}, async () => {
  const cli = join(import.meta.dirname, '../../dist/conformance/cli.js')
  const run = (...parameters: string[]) =>
    promisify(execFile)(process.execPath, [cli, ...parameters]).then(
      ({ stdout }) => ({ code: 0, stdout }),
      (error: { code: number; stdout: string }) => ({ code: error.code, stdout: error.stdout }),
    )
  const good = await serveReference()
  const bad = await serveReference(['cookie-for-script'])
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
  expect((await run()).code).toBe(2)
  expect((await run('http://localhost:1/api/auth')).code).toBe(2)
})

test('behavior: each skipped check has a reason', async () => {
  const route = await serveReference([], ['email-otp'])
  const { results, isConformant } = await runConformance(route.url, {
    only: ['enumeration', 'right-code', 'replay'],
  })
  route.close()
  expect(isConformant).toBe(true)
  expect(results.map(({ verdict }) => verdict)).toEqual(['skip', 'skip', 'skip'])
  const printed = printResults({ results, isConformant })
  expect(printed).toMatch(/no address with an account was given \(--known-email\): enumeration\n/)
  expect(printed).toMatch(/siwe is not offered: replay\n/)
})

test('parameters: a check that does not exist', async () => {
  await expect(runConformance('http://localhost:1', { only: ['nothing'] })).rejects.toThrow(
    'There is no check "nothing"',
  )
})
