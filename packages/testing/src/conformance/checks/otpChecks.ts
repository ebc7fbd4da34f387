import type { Check, Stage } from '../Check.ts'
import type { Visitor } from '../createVisitor.ts'

/** Codes by e-mail. */
export const otpChecks: readonly Check[] = [
  {
    name: 'enumeration',
    says: 'Nobody learns whether an address has an account.',
    fix: 'Answer known and unknown addresses alike: status, members, headers and time.',
    needs: 'email-otp',
    async run(stage) {
      const unknown = await start(stage, stranger())
      const other = await start(stage, stage.knownEmail ?? stranger())
      const [one, two] = [unknown.answer, other.answer].map(describe)
      if (one !== two) return `${one} for one, ${two} for another`
      const codes = await Promise.all(
        [unknown, other].map(({ visitor, code }) =>
          visitor.send('POST', '/otp/verify', { body: { code } }),
        ),
      )
      const [first, second] = codes.map(describe)
      return first === second ? undefined : `${first} for one, ${second} for another`
    },
  },
  {
    name: 'wrong-code',
    says: 'A wrong code opens nothing, and says how many tries are left.',
    fix: 'Answer 401 otp_invalid with attemptsLeft.',
    needs: 'email-otp',
    async run(stage) {
      const { visitor, code } = await start(stage, stranger())
      const { status, json } = await visitor.send('POST', '/otp/verify', { body: { code } })
      if (status < 400 || status >= 500) return `it was answered by ${status}`
      return typeof json['attemptsLeft'] === 'number' ? undefined : 'attemptsLeft is missing'
    },
  },
  {
    name: 'code-without-start',
    says: 'A code works in the browser that asked for it alone.',
    fix: 'Bind the code to a cookie of the browser that asked.',
    needs: 'email-otp',
    async run({ visit }) {
      const { status } = await visit().send('POST', '/otp/verify', { body: { code: '000000' } })
      return status >= 400 && status < 500 ? undefined : `it was answered by ${status}`
    },
  },
]

async function start(stage: Stage, identifier: string) {
  const visitor = stage.visit()
  const answer = await visitor.send('POST', '/otp/start', { body: { identifier } })
  const { codeLength } = answer.json
  if (answer.status === 202 && typeof codeLength === 'number')
    return { visitor, answer, code: '0'.repeat(codeLength) }
  throw new Error(
    `POST /otp/start was answered by ${answer.status}, its codeLength is ${codeLength}`,
  )
}

/** All but the values that differ anyway. */
function describe({ status, json, headers }: Visitor.Answer): string {
  const names = [...headers.keys()].filter((name) => name !== 'date').toSorted()
  const { resendAt: _, expiresAt: __, requestId: ___, instance: ____, ...rest } = json
  return JSON.stringify([status, rest, [...new Set(names)]])
}

const stranger = () => `nobody-${crypto.randomUUID()}@example.com`
