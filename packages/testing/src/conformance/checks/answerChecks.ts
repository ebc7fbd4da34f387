import type { Check } from '../Check.ts'
import type { Visitor } from '../createVisitor.ts'
import { validateAnswer } from '../document/validateAnswer.ts'

/** Checks of every answer to the previous checks. */
export const answerChecks: readonly Check[] = [
  {
    name: 'schemas',
    says: 'Each answer has a status, a media type and a body that the OpenAPI document lists for its operation.',
    fix: 'Compare the answer with `components` of the document: types, formats, required members, codes.',
    async run({ answers }) {
      const faults = new Set(answers.map(validateAnswer).filter((fault) => fault !== undefined))
      const [first] = faults
      return first === undefined || faults.size === 1
        ? first
        : `${first} (and ${faults.size - 1} more)`
    },
  },
  {
    name: 'problems',
    says: 'Each refusal is a problem document with the same status as the answer.',
    fix: 'Answer errors with an RFC 9457 problem that has the members `status` and `code`.',
    async run({ answers }) {
      const odd = answers.find(
        ({ status, headers, json }) =>
          status >= 400 &&
          !isPage(headers) &&
          (!headers.get('content-type')?.startsWith('application/problem+json') ||
            json['status'] !== status ||
            typeof json['code'] !== 'string'),
      )
      if (odd === undefined) return undefined
      const { headers, json } = odd
      return `${summarize(odd)} as ${headers.get('content-type')} with status ${json['status']} and code ${json['code']}`
    },
  },
  {
    name: 'server-errors',
    says: 'No request is answered with 500.',
    fix: 'Find the input that breaks the route, and refuse it with an error code.',
    async run({ answers }) {
      const [first, ...others] = answers.filter(({ status }) => status >= 500)
      return first && `${summarize(first)}, and ${others.length} more of that kind`
    },
  },
  {
    name: 'no-store',
    says: 'No cache keeps an answer.',
    fix: 'Cache-Control: no-store on every answer.',
    async run({ answers }) {
      // The contract has no OPTIONS, so a framework may answer it before the route.
      const kept = answers.find(
        ({ request, headers }) =>
          !request.startsWith('OPTIONS') && !/no-store/.test(headers.get('cache-control') ?? ''),
      )
      return kept && `${summarize(kept)} with Cache-Control: ${kept.headers.get('cache-control')}`
    },
  },
  {
    name: 'retry-after',
    says: 'Each 429 and 503 says in whole seconds when to try again.',
    fix: 'Send Retry-After with 429 and 503.',
    async run({ answers }) {
      const silent = answers.find(
        ({ status, headers }) =>
          (status === 429 || status === 503) && !/^\d+$/.test(headers.get('retry-after') ?? ''),
      )
      // Used-up attempts need a new code, so a time to wait would be wrong.
      return silent && silent.json['code'] !== 'otp_attempts_exhausted'
        ? `${summarize(silent)} with Retry-After: ${silent.headers.get('retry-after')}`
        : undefined
    },
  },
  {
    name: 'secrets',
    says: 'No token, key or upstream session reaches the browser.',
    fix: 'Keep credentials on the server.',
    async run({ answers }) {
      for (const { request, text, cookies, headers } of answers) {
        const all = [text, ...cookies, headers.get('location') ?? ''].join('\n')
        const member =
          /"(?:access_?token|refresh_?token|id_?token|token|jwt|api_?key|secret|bakkt_session_id|credential)"/i.exec(
            text,
          )
        if (member !== null) return `the answer to ${request} has the member ${member[0]}`
        // A challenge may be a JWT that the user is asked to sign, so the user may see it.
        for (const [jwt] of all.matchAll(/eyJ[\w-]+\.[\w-]+\.[\w-]+/g))
          if (!text.includes('"format":"text"') && isReadable(jwt))
            return `the answer to ${request} holds a JWT that can be read`
      }
      return undefined
    },
  },
]

function summarize({ request, status }: Visitor.Answer): string {
  return `${request} was answered with ${status}`
}

function isPage(headers: Headers): boolean {
  return headers.get('content-type')?.startsWith('text/html') ?? false
}

/** Whether the second part is JSON, and not sealed. */
function isReadable(jwt: string): boolean {
  try {
    JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString())
    return true
  } catch {
    return false
  }
}
