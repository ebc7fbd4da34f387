import { build } from 'esbuild'
import { expect, test } from 'vitest'
import {
  AuthError,
  createSiweMessage,
  findRecovery,
  ProblemDetails,
  parseSiweMessage,
  recoveries,
} from '../index.ts'
import { problems } from './problems.ts'

const secret = 'upstream says: key sk_live_1 of user 42 is bad'

test('default', () => {
  const error = new AuthError('rate_limited', {
    message: 'Too many requests.',
    status: 429,
    retryAfterSeconds: 30,
  })
  expect(error).toBeInstanceOf(Error)
  expect(error.docsUrl).toBe(
    'https://github.com/kit-auth/kit/blob/main/docs/errors/rate_limited.md',
  )
  expect(error.recovery).toBe('wait')
  expect(error.toProblem()).toEqual({
    type: error.docsUrl,
    title: 'Too many requests.',
    status: 429,
    code: 'rate_limited',
    retryAfterSeconds: 30,
  })
})

test('behavior: `retryAt` is the time of the next attempt, and is not part of the problem document', () => {
  const before = Date.now()
  const { retryAt = 0, ...error } = new AuthError('rate_limited', { retryAfterSeconds: 30 })
  expect(retryAt - before).toBeGreaterThanOrEqual(30_000)
  expect(retryAt - Date.now()).toBeLessThanOrEqual(30_000)
  expect(new AuthError('otp_invalid').retryAt).toBe(undefined)
  expect(new AuthError('rate_limited', error).toProblem()).not.toHaveProperty('retryAt')
})

test('security: a problem document never holds the cause, the stack or other input', () => {
  const cause = Object.assign(new Error(secret), { body: { secret } })
  const error = new AuthError('upstream_key_rejected', { status: 502, cause })
  expect(error.cause).toBe(cause)
  for (const form of [JSON.stringify(error.toProblem()), JSON.stringify(error), `${error}`])
    expect(form).not.toContain('upstream says')
  expect(Object.keys(error.toProblem())).toEqual(['type', 'title', 'status', 'code'])
})

test('behavior: a problem survives serialization', () => {
  const error = new AuthError('otp_locked', {
    message: 'Locked.',
    status: 429,
    retryAfterSeconds: 3600,
    attemptsLeft: 0,
    supportContact: 'help@example.com',
    requestId: 'r-1',
    cause: secret,
  })
  const received = AuthError.fromProblem(JSON.parse(JSON.stringify(error.toProblem())))
  expect(received?.toProblem()).toEqual(error.toProblem())
  expect(received?.message).toBe('Locked.')
  expect(received?.cause).toBe(undefined)
})

test("behavior: the message is the problem's detail, or its title if it has no detail", () => {
  const problem = { ...new AuthError('otp_invalid').toProblem(), detail: 'Two attempts left.' }
  expect(AuthError.fromProblem(problem)?.message).toBe('Two attempts left.')
})

test('security: unknown members of a problem are dropped', () => {
  const problem = {
    ...new AuthError('otp_invalid').toProblem(),
    cause: secret,
    recovery: 'wait',
    toProblem: 'x',
  }
  const error = AuthError.fromProblem(problem)
  expect(error?.cause).toBe(undefined)
  expect(error?.recovery).toBe('retry')
  expect(error?.toProblem().code).toBe('otp_invalid')
})

test('behavior: a code of a later version does not become an error of this one', () => {
  for (const code of ['otp_unheard_of', '', 'constructor', '__proto__'])
    expect(AuthError.fromProblem({ type: '', title: '', status: 400, code })).toBe(undefined)
})

test('behavior: errors of the parser and the builder are AuthErrors', () => {
  for (const run of [() => parseSiweMessage(''), () => createSiweMessage({} as never)]) {
    try {
      run()
      expect.unreachable()
    } catch (error) {
      expect(error).toBeInstanceOf(AuthError)
      if (!AuthError.is(error)) throw error
      expect(error.name).toBe('AuthError')
      expect(error.recovery).toBe(findRecovery(error.code))
    }
  }
})

test('behavior: two copies of the package recognize each other’s errors', async () => {
  const other = await loadCopy()
  const theirs = new other.AuthError('otp_invalid', { attemptsLeft: 2 })
  const ours = new AuthError('otp_invalid')
  expect(other.AuthError).not.toBe(AuthError)
  expect([AuthError.is(theirs), other.AuthError.is(ours)]).toEqual([true, true])
  expect(theirs).toBeInstanceOf(AuthError)
  expect(ours).toBeInstanceOf(other.AuthError)
  expect(theirs.toProblem().attemptsLeft).toBe(2)
})

test('behavior: instanceof a subclass matches only that subclass', () => {
  class Narrow extends AuthError {}
  expect(new AuthError('timeout')).not.toBeInstanceOf(Narrow)
  expect(new Narrow('timeout')).toBeInstanceOf(Narrow)
  expect(new Narrow('timeout')).toBeInstanceOf(AuthError)
})

test.for([undefined, null, 0, 'otp_invalid', {}, [], new Error('x'), { code: 'otp_invalid' }])(
  'behavior: %o is not an AuthError',
  (value) => {
    expect(AuthError.is(value)).toBe(false)
    expect(value).not.toBeInstanceOf(AuthError)
  },
)

test('behavior: every code has one recovery, and the table is in alphabetical order', () => {
  const codes = Object.values(recoveries).flat().sort()
  expect(new Set(codes).size).toBe(codes.length)
  expect(Object.keys(problems)).toEqual(codes)
  for (const [code, { recovery }] of Object.entries(problems))
    expect(findRecovery(code)).toBe(recovery)
})

test('behavior: every entry of the table makes a valid problem document', () => {
  for (const [code, { status, title }] of Object.entries(problems)) {
    const problem = new AuthError(code as keyof typeof problems, { status, message: title })
    const { issues } = ProblemDetails['~standard'].validate(problem.toProblem()) as {
      issues?: unknown
    }
    expect(issues, code).toBe(undefined)
    expect(status === 0 || (status >= 400 && status < 600), code).toBe(true)
  }
})

/** Loads the package a second time, bundled and evaluated separately, as in an app with two versions. */
async function loadCopy(): Promise<typeof import('../index.ts')> {
  const { outputFiles } = await build({
    entryPoints: [new URL('../index.ts', import.meta.url).pathname],
    bundle: true,
    format: 'esm',
    write: false,
  })
  const [file] = outputFiles
  return import(
    `data:text/javascript;base64,${Buffer.from(file?.contents ?? []).toString('base64')}`
  )
}
