import { type Problem, problems } from '../../packages/core/src/errors/problems.ts'
import {
  findRecovery,
  type ProblemCode,
  type Recovery,
} from '../../packages/core/src/errors/recoveries.ts'
import { en } from '../../packages/react/src/locales/en.ts'
import { advice } from './advice.ts'
import { upstreamRows } from './upstreamRows.ts'

/** Every page of `docs/errors`, by file name. */
export function createPages(): Map<string, string> {
  const codes = Object.keys(problems) as ProblemCode[]
  const pages = codes.map((code) => [`${code}.md`, createPage(code)] as const)
  return new Map([['README.md', createIndex(codes)], ...pages])
}

function createPage(code: ProblemCode): string {
  const problem: Problem = problems[code]
  const recovery = findRecovery(code) ?? 'retry'
  const rows = upstreamRows.filter(([, , becomes]) => becomes === code)
  return [
    `# ${problem.title}: \`${code}\``,
    `|  |  |\n|---|---|\n| HTTP status | ${describeStatus(problem.status)} |\n| Recovery | \`${recovery}\`: ${recoveryWords[recovery]} |`,
    `## What happened\n\n${problem.detail} ${problem.hint}`,
    `## What the user sees\n\n> ${en.errors[code]}\n\nThat is the English text of the components; each locale has its own, and your words can replace it.`,
    `## What you do\n\n${advice[code]}`,
    ...(rows.length === 0 ? [] : [describeRows(rows)]),
    ...(problem.status === 0 ? [] : [describeWire(code, problem, recovery)]),
    '[All codes](README.md)\n',
  ].join('\n\n')
}

function createIndex(codes: ProblemCode[]): string {
  const rows = codes.map((code) => {
    const { status, title, detail } = problems[code]
    return `| [\`${code}\`](${code}.md) | ${status || '–'} | \`${findRecovery(code)}\` | ${title}. ${detail} |`
  })
  return [
    '# Error codes',
    'Every error of the Kit is an `AuthError` with one of these codes; over the wire it is an RFC 9457 problem with the member `code`. The list is closed. A dash in place of the status says that the error never left the browser.',
    `| code | status | recovery | what it means |\n|---|---|---|---|\n${rows.join('\n')}`,
    `## What to do next\n\n${Object.entries(recoveryWords)
      .map(([recovery, words]) => `- \`${recovery}\`: ${words}`)
      .join('\n')}\n`,
  ].join('\n\n')
}

function describeStatus(status: number): string {
  return status === 0 ? 'none: the error arises in the browser' : String(status)
}

function describeRows(rows: typeof upstreamRows): string {
  const lines = rows.map(([upstream, answer]) => `| ${upstream} | ${answer} |`)
  return `## What upstreams say that becomes this\n\n| upstream | answer |\n|---|---|\n${lines.join('\n')}\n\nTheir own words stay in the event of the request, for your log.`
}

function describeWire(code: ProblemCode, problem: Problem, recovery: Recovery): string {
  const { status, title, detail } = problem
  const document = {
    type: `/errors/${code}`,
    title,
    status,
    code,
    ...(recovery === 'wait' || code === 'otp_locked' ? { retryAfterSeconds: 30 } : {}),
    ...(code === 'otp_invalid' ? { attemptsLeft: 3 } : {}),
    ...(code === 'otp_locked' ? { supportContact: 'help@example.com' } : {}),
    detail,
    requestId: '5d1c0b6e-7a0e-4a52-9d0c-1f6f3f0f8a11',
  }
  const header = 'retryAfterSeconds' in document ? '\nRetry-After: 30' : ''
  return `## Over the wire\n\n\`\`\`http\nHTTP/1.1 ${status}\nContent-Type: application/problem+json${header}\n\n${JSON.stringify(document, undefined, 2)}\n\`\`\``
}

const recoveryWords: Record<Recovery, string> = {
  retry: 'the same step again, by a click of the user.',
  'new-challenge': 'start again with a new challenge or a new code; the old one is spent.',
  'switch-account': 'another account, chain or wallet, then start again.',
  wait: 'again after `retryAfterSeconds`, not before.',
  reauthenticate: 'sign in again, then repeat the call once.',
  register: 'the account is missing or not complete: go to the registration.',
  'contact-support': 'no step of the user helps; whoever runs the app has to look.',
}
