import { findRecovery } from '@kit/core'
import type { Check } from '../Check.ts'
import type { Visitor } from '../createVisitor.ts'

/** What holds for every answer that the checks before have seen. */
export const answerChecks: readonly Check[] = [
  {
    name: 'problems',
    says: 'Each refusal is application/problem+json with a code of the contract.',
    fix: 'Answer errors by RFC 9457, with the member `code`.',
    async run({ answers }) {
      const refusals = answers.filter(({ status }) => status >= 400)
      const odd = refusals.find(
        ({ headers, json }) =>
          !headers.get('content-type')?.startsWith('application/problem+json') ||
          findRecovery(String(json['code'])) === undefined,
      )
      if (odd === undefined) return undefined
      return `${tell(odd)} with ${odd.headers.get('content-type')} and the code ${odd.json['code']}`
    },
  },
  {
    name: 'server-errors',
    says: 'Whatever is sent, the answer is no 500.',
    fix: 'Find the input that breaks the route, and refuse it by a code.',
    async run({ answers }) {
      const [first, ...others] = answers.filter(({ status }) => status >= 500)
      return first && `${tell(first)}, and ${others.length} more of that kind`
    },
  },
  {
    name: 'no-store',
    says: 'No answer is kept by a cache.',
    fix: 'Cache-Control: no-store on every answer.',
    async run({ answers }) {
      const kept = answers.find(
        ({ headers }) => !/no-store/.test(headers.get('cache-control') ?? ''),
      )
      return kept && `${tell(kept)} with Cache-Control: ${kept.headers.get('cache-control')}`
    },
  },
  {
    name: 'nosniff',
    says: 'No browser guesses what an answer is.',
    fix: 'X-Content-Type-Options: nosniff on every answer.',
    async run({ answers }) {
      const bare = answers.find(
        ({ headers }) => headers.get('x-content-type-options') !== 'nosniff',
      )
      return bare && `${tell(bare)} without X-Content-Type-Options`
    },
  },
  {
    name: 'secrets',
    says: 'No token, key or upstream session reaches the browser.',
    fix: 'Keep credentials on the server; seal what must go into a cookie.',
    async run({ answers }) {
      for (const { request, text, cookies, headers } of answers) {
        const all = [text, ...cookies, headers.get('location') ?? ''].join('\n')
        const member =
          /"(?:access_?token|refresh_?token|id_?token|token|jwt|api_?key|secret|bakkt_session_id|credential)"/i.exec(
            text,
          )
        if (member !== null) return `the answer to ${request} has the member ${member[0]}`
        // A challenge may be one, to be signed: that one is meant to be seen.
        for (const [jwt] of all.matchAll(/eyJ[\w-]+\.[\w-]+\.[\w-]+/g))
          if (!text.includes('"format":"text"') && isReadable(jwt))
            return `the answer to ${request} holds a JWT that can be read`
      }
      return undefined
    },
  },
]

function tell({ request, status }: Visitor.Answer): string {
  return `${request} was answered by ${status}`
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
