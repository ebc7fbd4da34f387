import type { Check, Stage } from '../Check.ts'
import { CheckSkipped } from '../CheckSkipped.ts'
import type { Visitor } from '../createVisitor.ts'
import { compareStartTimes } from './compareStartTimes.ts'
import { expectRefusal, isSignedIn } from './expectRefusal.ts'
import { createStranger, startCode } from './stateChanging.ts'

/** Checks of codes by email. */
export const otpChecks: readonly Check[] = [
  {
    name: 'otp-start-form',
    says: 'The answer says how long the code is, when it expires, and when another can be requested.',
    fix: 'Answer 202 with codeLength, codeAlphabet, resendAt, expiresAt and attemptsLeft.',
    needs: 'email-otp',
    async run(stage) {
      const { answer } = await startCode(stage, createStranger())
      const { codeLength, resendAt, expiresAt, attemptsLeft } = answer.json
      const endsInMs = Date.parse(String(expiresAt)) - Date.now()
      if (!(endsInMs > 0 && endsInMs <= 15 * minute)) return `the code ends in ${endsInMs} ms`
      const resendInMs = Date.parse(String(resendAt)) - Date.now()
      if (!(resendInMs <= 10 * minute)) return `another code may be asked for in ${resendInMs} ms`
      if (!(Number(codeLength) >= 4 && Number(codeLength) <= 12))
        return `the code has ${codeLength} characters`
      return Number(attemptsLeft) >= 1 && Number(attemptsLeft) <= 10
        ? undefined
        : `attemptsLeft is ${attemptsLeft}`
    },
  },
  {
    name: 'otp-identifier',
    says: 'Text that cannot be an email address is refused.',
    fix: 'Answer 400 invalid_request.',
    needs: 'email-otp',
    async run({ visit }) {
      for (const identifier of ['', 'x'.repeat(300), 7, null]) {
        const answer = await visit().send('POST', '/otp/start', { body: { identifier } })
        const fault = expectRefusal(answer, 'invalid_request')
        if (fault !== undefined) return fault
      }
      return undefined
    },
  },
  {
    name: 'enumeration',
    says: 'Known and unknown addresses get the same answers: status, members, headers.',
    fix: 'Do the same work for an unknown address, and send the same answer.',
    needs: 'email-otp',
    skipReason: needsKnownEmail,
    async run(stage) {
      const unknown = await startCode(stage, createStranger())
      const known = await startAtKnown(stage)
      const [one, two] = [unknown.answer, known.answer].map(summarize)
      if (one !== two) return `${one} for an unknown address, ${two} for a known one`
      const answers: string[] = []
      for (const { visitor, code } of [unknown, known])
        answers.push(summarize(await visitor.send('POST', '/otp/verify', { body: { code } })))
      const [first, second] = answers
      return first === second
        ? undefined
        : `${first} for an unknown address, ${second} for a known one`
    },
  },
  {
    name: 'enumeration-time',
    says: 'Known and unknown addresses take the same time.',
    fix: 'Answer after a fixed time, and send the email afterwards.',
    needs: 'email-otp',
    skipReason: needsKnownEmail,
    run: compareStartTimes,
  },
  {
    name: 'wrong-code',
    says: 'A wrong code opens nothing, and the answer says how many attempts are left.',
    fix: 'Answer 401 otp_invalid with attemptsLeft.',
    needs: 'email-otp',
    async run(stage) {
      const { visitor, code, answer: started } = await startCode(stage, createStranger())
      const answer = await visitor.send('POST', '/otp/verify', { body: { code } })
      const fault = expectRefusal(answer, 'otp_invalid')
      if (fault !== undefined) return fault
      const wanted = Number(started.json['attemptsLeft']) - 1
      const { attemptsLeft } = answer.json
      return attemptsLeft === wanted ? undefined : `attemptsLeft is ${attemptsLeft}, not ${wanted}`
    },
  },
  {
    name: 'attempts',
    says: 'No code is tried after the promised number of attempts.',
    fix: 'Count each attempt before the code is compared, and answer 429 otp_attempts_exhausted.',
    needs: 'email-otp',
    async run(stage) {
      const { visitor, code, answer } = await startCode(stage, createStranger())
      return exhaust(visitor, code, Number(answer.json['attemptsLeft']))
    },
  },
  {
    name: 'parallel-attempts',
    says: 'Attempts that are sent at the same time are counted one by one.',
    fix: 'Count an attempt with one atomic command of the store.',
    needs: 'email-otp',
    async run(stage) {
      const { visitor, code, answer } = await startCode(stage, createStranger())
      const allowed = Number(answer.json['attemptsLeft'])
      const answers = await Promise.all(
        Array.from({ length: allowed + 5 }, () =>
          visitor.copy().send('POST', '/otp/verify', { body: { code }, isPatient: false }),
        ),
      )
      const tried = answers.filter(({ json }) => json['code'] === 'otp_invalid').length
      return tried <= allowed ? undefined : `${tried} attempts were tried instead of ${allowed}`
    },
  },
  {
    name: 'code-form',
    says: 'Text that cannot be a code is refused, and does not count as an attempt.',
    fix: 'Answer 400 invalid_request before the attempt is counted.',
    needs: 'email-otp',
    async run(stage) {
      const { visitor, code, answer: started } = await startCode(stage, createStranger())
      for (const odd of ['', '12 34 56', '１２３４５６', { length: 6 }, 123_456]) {
        const answer = await visitor.send('POST', '/otp/verify', { body: { code: odd } })
        const fault = expectRefusal(answer, 'invalid_request')
        if (fault !== undefined) return fault
      }
      const { json } = await visitor.send('POST', '/otp/verify', { body: { code } })
      const wanted = Number(started.json['attemptsLeft']) - 1
      return json['attemptsLeft'] === wanted ? undefined : `attemptsLeft is ${json['attemptsLeft']}`
    },
  },
  {
    name: 'code-without-start',
    says: 'A browser that did not request a code cannot try one.',
    fix: 'Bind the code to a cookie of the browser that requested it.',
    needs: 'email-otp',
    run: async ({ visit }) =>
      expectRefusal(
        await visit().send('POST', '/otp/verify', { body: { code: '000000' } }),
        'otp_invalid',
        'challenge_expired',
        'login_lost',
        'cookies_blocked',
      ),
  },
  {
    name: 'right-code',
    says: 'The correct code opens one session, once.',
    fix: 'Use up the code with one atomic command when it is accepted.',
    needs: 'email-otp',
    skipReason: needsCodes,
    async run(stage) {
      const { visitor, code } = await startKnown(stage)
      const copy = visitor.copy()
      const answer = await visitor.send('POST', '/otp/verify', { body: { code } })
      if (answer.status !== 200)
        return `it was answered with ${answer.status} ${answer.json['code']}`
      const { method } = Object(answer.json['session'])
      if (method !== 'email-otp') return `the session's method is "${method}"`
      const again = await copy.send('POST', '/otp/verify', { body: { code } })
      return expectRefusal(again, ...refusalsOfUsedCode)
    },
  },
  {
    name: 'parallel-right-code',
    says: 'If the correct code is sent ten times at once, exactly one opens a session.',
    fix: 'Use up the code with one atomic command of the store.',
    needs: 'email-otp',
    skipReason: needsCodes,
    async run(stage) {
      const { visitor, code } = await startKnown(stage)
      const answers = await Promise.all(
        Array.from({ length: 10 }, () =>
          visitor.copy().send('POST', '/otp/verify', { body: { code }, isPatient: false }),
        ),
      )
      const opened = answers.filter(({ status }) => status === 200).length
      return opened === 1 ? undefined : `${opened} of ten opened a session`
    },
  },
  {
    name: 'code-other-browser',
    says: 'The correct code works only in the browser that requested it.',
    fix: 'Bind the code to a cookie of the browser that requested it.',
    needs: 'email-otp',
    skipReason: needsCodes,
    async run(stage) {
      const { code } = await startKnown(stage)
      const { visitor: thief } = await startCode(stage, createStranger())
      const answer = await thief.send('POST', '/otp/verify', { body: { code } })
      const fault = expectRefusal(answer, ...refusalsOfUsedCode)
      if (fault !== undefined) return fault
      return (await isSignedIn(thief)) ? 'it was refused, but it opened a session' : undefined
    },
  },
  {
    name: 'code-after-attempts',
    says: 'After too many wrong codes the right one is refused as well.',
    fix: 'Count attempts before the code is compared.',
    needs: 'email-otp',
    skipReason: needsCodes,
    async run(stage) {
      const { visitor, code, answer } = await startKnown(stage)
      const wrong = code.replace(/./g, (character) => (character === '0' ? '1' : '0'))
      const fault = await exhaust(visitor, wrong, Number(answer.json['attemptsLeft']))
      if (fault !== undefined) return fault
      const late = await visitor.send('POST', '/otp/verify', { body: { code }, isPatient: false })
      return expectRefusal(late, ...refusalsAfterAttempts)
    },
  },
]

const refusalsOfUsedCode = [
  'otp_invalid',
  'challenge_expired',
  'login_lost',
  'otp_attempts_exhausted',
]
const refusalsAfterAttempts = [
  'otp_attempts_exhausted',
  'otp_invalid',
  'otp_locked',
  'rate_limited',
]

async function exhaust(
  visitor: Visitor,
  wrong: string,
  attempts: number,
): Promise<string | undefined> {
  for (let left = attempts - 1; left >= 0; left -= 1) {
    const { status, json } = await visitor.send('POST', '/otp/verify', { body: { code: wrong } })
    if (json['code'] === 'otp_attempts_exhausted' && left === 0) return undefined
    if (json['attemptsLeft'] !== left)
      return `attemptsLeft is ${json['attemptsLeft']} after ${status}`
  }
  const init = { body: { code: wrong }, isPatient: false }
  const answer = await visitor.send('POST', '/otp/verify', init)
  return expectRefusal(answer, 'otp_attempts_exhausted', 'otp_locked', 'rate_limited')
}

/** Requests a code for the known address, and reads it. */
async function startKnown(stage: Stage) {
  const started = await startAtKnown(stage)
  return { ...started, code: (await stage.readCode?.(stage.knownEmail ?? '')) ?? '' }
}

/** The known address may have used up its limit, which is not a fault of the route. */
async function startAtKnown(stage: Stage) {
  const visitor = stage.visit()
  const body = { identifier: stage.knownEmail }
  const answer = await visitor.send('POST', '/otp/start', { body })
  if (answer.status === 429)
    throw new CheckSkipped('the route’s limits allow no other code for now')
  const { codeLength } = answer.json
  if (answer.status !== 202 || typeof codeLength !== 'number')
    throw new Error(
      `POST /otp/start was answered with ${answer.status} ${answer.json['code'] ?? ''}`,
    )
  return { visitor, answer, code: '0'.repeat(codeLength) }
}

function needsKnownEmail({ knownEmail }: Stage): string | undefined {
  return knownEmail === undefined
    ? 'no address with an account was given (--known-email)'
    : undefined
}

function needsCodes(stage: Stage): string | undefined {
  if (stage.readCode === undefined) return 'nothing reads the codes that are sent (--code-command)'
  return needsKnownEmail(stage)
}

/** Returns an answer without the values that always differ. */
function summarize({ status, json, headers }: Visitor.Answer): string {
  const { resendAt: _, expiresAt: __, requestId: ___, instance: ____, ...rest } = json
  const lines = [...headers].map(([name, value]) =>
    variable.test(name) ? name : `${name}: ${value}`,
  )
  return JSON.stringify([status, rest, [...new Set(lines)].toSorted()])
}

const variable = /^(?:date|set-cookie|etag|retry-after|x-request-id|keep-alive|.*ratelimit.*)$/

const minute = 60_000
