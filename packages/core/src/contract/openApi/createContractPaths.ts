import type { Endpoint } from '../../schema/Endpoint.ts'
import type { RawEndpoint } from '../../schema/RawEndpoint.ts'
import { contract } from '../contract.ts'
import { createProblems } from './createProblems.ts'
import { header } from './header.ts'
import { bodyCodes, commonCodes, type OperationWords, operations } from './operations.ts'
import { createContent } from './schemas.ts'

/** Creates the paths of the contract's calls. {@link RawEndpoint}s are described elsewhere. */
export function createContractPaths(): Record<string, Record<string, object>> {
  const paths: Record<string, Record<string, object>> = {}
  for (const [room, endpoints] of Object.entries(contract))
    for (const endpoint of Object.values<Endpoint | RawEndpoint>(endpoints)) {
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
  if (found === undefined) throw new Error(`${method} ${path} has no description in operations.ts.`)
  return found[1]
}

function createOperation(room: string, endpoint: Endpoint, words: OperationWords): object {
  const { request, answer, status, emptyStatus } = endpoint
  const { codes, cookies, ...text } = words
  const isLimited = codes.includes('rate_limited')
  const headers = {
    ...(cookies === 'reads session' || cookies === 'needs session'
      ? {}
      : { 'Set-Cookie': header('SetCookie') }),
    ...(isLimited
      ? { RateLimit: header('RateLimit'), 'RateLimit-Policy': header('RateLimitPolicy') }
      : {}),
  }
  return {
    ...text,
    description: `${text.description}\n\n${cookieWords[cookies]}`,
    tags: [room],
    security: security[cookies],
    ...(endpoint.path.includes('{id}')
      ? {
          parameters: [
            {
              name: 'id',
              in: 'path',
              required: true,
              schema: { type: 'string', pattern: '^[A-Za-z0-9_-]{1,64}$' },
            },
          ],
        }
      : {}),
    ...(request === undefined
      ? {}
      : {
          requestBody: {
            required: true,
            content: createContent(request),
          },
        }),
    responses: {
      [status]: {
        description: words.summary,
        ...(Object.keys(headers).length === 0 ? {} : { headers }),
        ...(answer === undefined ? {} : { content: createContent(answer) }),
      },
      ...(emptyStatus === undefined ? {} : { [emptyStatus]: { description: 'No answer yet.' } }),
      ...createProblems(text.operationId, [
        ...commonCodes,
        ...(request === undefined ? [] : bodyCodes),
        ...codes,
      ]),
    },
  }
}

const cookieWords: Record<OperationWords['cookies'], string> = {
  'reads session': 'Cookies: reads the session cookie.',
  'needs session': 'Cookies: needs the session cookie.',
  'clears session': 'Cookies: clears the session cookie.',
  'sets login': 'Cookies: sets or renews the login cookie.',
  'login to session':
    'Cookies: needs the login cookie. A success clears it and sets the session cookie with a new id. A failure grants nothing and leaves an existing session unchanged.',
}

const security: Record<OperationWords['cookies'], object[]> = {
  'reads session': [{ session: [] }, {}],
  'needs session': [{ session: [] }],
  'clears session': [{ session: [] }, {}],
  'sets login': [{ login: [] }, {}],
  'login to session': [{ login: [] }],
}
