import { getErrorPage } from '../../packages/core/src/errors/docsUrl.ts'
import {
  type Problem,
  type ProblemCode,
  problems,
  type Recovery,
} from '../../packages/core/src/errors/problems.ts'
import { en } from '../../packages/react/src/locales/languages/en.ts'
import type { Words } from '../../packages/react/src/locales/Words.ts'
import { advice } from './advice.ts'
import { upstreamRows } from './upstreamRows.ts'

const words: Words = en

/** Creates every page of `docs/errors`, by file name. */
export function createErrorPages(): Map<string, string> {
  const codes = Object.keys(problems) as ProblemCode[]
  const pages = codes.map((code) => [`${code}.md`, createPage(code)] as const)
  return new Map([['README.md', createIndex(codes)], ...pages])
}

function createPage(code: ProblemCode): string {
  const problem: Problem = problems[code]
  const { recovery } = problem
  const rows = upstreamRows.filter(([, , becomes]) => becomes === code)
  return [
    `# ${problem.title}: \`${code}\``,
    `|  |  |\n|---|---|\n| HTTP status | ${describeStatus(problem.status)} |\n| Recovery | \`${recovery}\`: ${recoveryWords[recovery]} |`,
    `## What happened\n\n${problem.detail} ${problem.hint}`,
    `## What the user sees\n\n> ${words.errors[code] ?? problem.detail}\n\nThis is the components' English text. Each locale has a translation, and your dictionary can override it.`,
    `## What to do\n\n${advice[code] ?? problem.hint}`,
    ...(rows.length === 0 ? [] : [describeRows(rows)]),
    ...(problem.status === 0 ? [] : [describeWire(code, problem, recovery)]),
    '[All codes](README.md)\n',
  ].join('\n\n')
}

function createIndex(codes: ProblemCode[]): string {
  const rows = codes.map((code) => {
    const { status, recovery, title, detail } = problems[code]
    return `| [\`${code}\`](${code}.md) | ${status || '–'} | \`${recovery}\` | ${title}. ${detail} |`
  })
  return [
    '# Error codes',
    'Every error of the Kit is an `AuthError` with one of these codes. Over the wire it is an RFC 9457 problem with the member `code`. The list is closed. A dash instead of a status means that the error occurs only in the browser.',
    `| code | status | recovery | what it means |\n|---|---|---|---|\n${rows.join('\n')}`,
    `## What to do next\n\n${Object.entries(recoveryWords)
      .map(([recovery, words]) => `- \`${recovery}\`: ${words}`)
      .join('\n')}\n`,
  ].join('\n\n')
}

function describeStatus(status: number): string {
  return status === 0 ? 'none: the error occurs in the browser' : String(status)
}

function describeRows(rows: typeof upstreamRows): string {
  const lines = rows.map(([upstream, answer]) => `| ${upstream} | ${answer} |`)
  return `## Upstream answers that become this error\n\n| upstream | answer |\n|---|---|\n${lines.join('\n')}\n\nThe upstream's message is in the request's event, for your log.`
}

function describeWire(code: ProblemCode, problem: Problem, recovery: Recovery): string {
  const { status, title, detail } = problem
  const document = {
    type: getErrorPage(code),
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
  retry: 'repeat the same step when the user clicks.',
  'new-challenge':
    'start again with a new challenge or a new code; the old one can no longer be used.',
  'switch-account': 'switch the account, chain or wallet, then start again.',
  wait: 'wait for `retryAfterSeconds`, then try again.',
  reauthenticate: 'sign in again, then repeat the call once.',
  register: 'the account is missing or not complete: send the user to the registration.',
  'contact-support': "the user cannot fix this; the app's operator has to look.",
}
