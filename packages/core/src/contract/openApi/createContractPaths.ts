import { contract } from '../contract.ts'
import type { Endpoint } from '../Endpoint.ts'
import type { Passage } from '../Passage.ts'
import { createProblems } from './createProblems.ts'
import { header } from './header.ts'
import { bodyCodes, commonCodes, type OperationWords, operations } from './operations.ts'
import { refer } from './schemas.ts'

/** The paths of the contract's calls; {@link Passage}s have their own. */
export function createContractPaths(): Record<string, Record<string, object>> {
  const paths: Record<string, Record<string, object>> = {}
  for (const [room, endpoints] of Object.entries(contract))
    for (const endpoint of Object.values<Endpoint | Passage>(endpoints)) {
      if ('answers' in endpoint) continue
      const words = findWords(endpoint)
      paths[endpoint.path] = {
        ...paths[endpoint.path],
        [endpoint.method.toLowerCase()]: createOperation(room, endpoint, words),
      }
    }
  return paths
}

function findWords({ method, path }: Endpoint): OperationWords {
  const found = Object.entries<OperationWords>(operations).find(
    ([key]) => key === `${method} ${path}`,
  )
  if (found === undefined) throw new Error(`${method} ${path} has no words in the document.`)
  return found[1]
}

function createOperation(room: string, endpoint: Endpoint, words: OperationWords): object {
  const { request, answer, status } = endpoint
  const { codes, cookies, ...text } = words
  const isLimited = codes.includes('rate_limited')
  const headers = {
    ...(cookies === 'reads session' ? {} : { 'Set-Cookie': header('SetCookie') }),
    ...(isLimited
      ? { RateLimit: header('RateLimit'), 'RateLimit-Policy': header('RateLimitPolicy') }
      : {}),
  }
  return {
    ...text,
    description: `${text.description}\n\n${cookieWords[cookies]}`,
    tags: [room],
    security: security[cookies],
    ...(request === undefined
      ? {}
      : {
          requestBody: {
            required: true,
            content: { 'application/json': { schema: refer(request) } },
          },
        }),
    responses: {
      [status]: {
        description: words.summary,
        ...(Object.keys(headers).length === 0 ? {} : { headers }),
        ...(answer === undefined
          ? {}
          : { content: { 'application/json': { schema: refer(answer) } } }),
      },
      ...createProblems([...commonCodes, ...(request === undefined ? [] : bodyCodes), ...codes]),
    },
  }
}

const cookieWords: Record<OperationWords['cookies'], string> = {
  'reads session': 'Cookies: reads the session.',
  'clears session': 'Cookies: clears the session.',
  'sets login': 'Cookies: sets the login, or renews it.',
  'login to session':
    'Cookies: needs the login; a success clears it and sets the session under a new id. A failure grants nothing and leaves an existing session as it is.',
}

const security: Record<OperationWords['cookies'], object[]> = {
  'reads session': [{ session: [] }, {}],
  'clears session': [{ session: [] }, {}],
  'sets login': [{ login: [] }, {}],
  'login to session': [{ login: [] }],
}
